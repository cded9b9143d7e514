import { expect, it } from 'vitest';
import { examineLocally } from '../../src/membership/examine-locally.ts';
import { submissionKey } from '../../src/membership/outbox.ts';
import { measureBaseline, withDigests } from '../community/_measured.ts';
import { REPOSITORY } from '../support/context.ts';
import { sharedTemporaryFolder } from '../support/temporary-folder.ts';

const measured = await measureBaseline(sharedTemporaryFolder());

it('gives what holds no folder of its owner, and is what the registry accepts', async () => {
  const own = withDigests(measured, ({ run }) => {
    run.plan.subject.argument = '/home/alice-secret/course/tensor.py';
  });
  expect(JSON.stringify(own)).toContain('alice-secret');
  const given = await examineLocally(REPOSITORY, own);
  expect(JSON.stringify(given)).not.toContain('alice-secret');
  expect(given).toMatchObject({ score: own.score, run: { plan: { subject: { argument: 'tensor.py' } } } });
  // Once more is the same, so that a submission that is repeated counts once.
  const again = await examineLocally(REPOSITORY, structuredClone(given));
  expect(submissionKey(again)).toBe(submissionKey(given));
});

it('refuses what the registry would refuse, and says why', async () => {
  const tampered = structuredClone(measured);
  tampered.score = 100;
  await expect(examineLocally(REPOSITORY, tampered)).rejects.toMatchObject({
    code: 'run_refused',
    message: expect.stringContaining('score'),
  });
});
