import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportAnswer, statsAnswer } from '../../src/schema/community/answers.ts';
import {
  moderationAnswer,
  moderationLogAnswer,
  reviewsAnswer,
} from '../../src/schema/community/moderation.ts';
import { leaderboardAnswer, submitAnswer } from '../../src/schema/community/submission.ts';
import { type Document, measureBaseline } from '../community/_measured.ts';
import { serve } from '../community/server/_serve.ts';
import { saveJson } from '../membership/_results.ts';
import { sharedTemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { JOIN, type Student, student } from './_community.ts';

const folder = sharedTemporaryFolder();
let baseline: Document;
beforeAll(async () => {
  baseline = await measureBaseline(folder);
}, 120_000);

const REASON = 'timed outside of the loop';

/** Somebody who joined and submitted a baseline. @returns the id of the run */
async function submitted(me: Student, registry: readonly string[]): Promise<string> {
  expect((await me.community([...JOIN, ...registry])).exit).toBe(0);
  saveJson(me.cwd, 'mine.json', baseline);
  const { stdout, exit } = await me.community(['submit', 'mine.json', '--format', 'json', ...registry], {
    clock: Date.now,
  });
  expect(exit, stdout).toBe(0);
  return submitAnswer.shape.submission_id.parse(JSON.parse(stdout).submitted[0].submission_id);
}

/** Finds, flags, gives back and removes; what the member sees of it each time. */
async function journey(
  me: Student,
  moderator: Student,
  registry: readonly string[],
  given: readonly string[],
) {
  const run = await submitted(me, registry);
  const moderate = <Schema extends Parameters<Student['answer']>[0]>(
    schema: Schema,
    words: readonly string[],
  ) => moderator.answer(schema, [...words, ...registry, ...given]);
  const board = async () =>
    (await me.answer(leaderboardAnswer, ['leaderboard', '--track', 'baseline', ...registry])).entries.length;

  const { runs } = await moderate(reviewsAnswer, ['reviews']);
  expect(runs).toMatchObject([{ submission_id: run, status: 'unverified', kind: 'baseline' }]);
  const handle = runs[0]?.handle ?? '';
  expect(await board()).toBe(1);

  const flagged = await moderator.community(['flag', run, '--reason', REASON, ...registry, ...given]);
  expect([flagged.exit, flagged.stderr]).toEqual([0, '']);
  expect(flagged.stdout).toContain('The run is flagged.');
  expect(flagged.stdout).toContain(handle);
  expect(await board()).toBe(0);
  expect((await moderate(reviewsAnswer, ['reviews', handle, '--flagged'])).runs).toHaveLength(1);
  const stats = await me.community(['stats', ...registry]);
  expect(stats.stdout).toMatch(new RegExp(`Your baseline of \\S+ was flagged on \\S+: ${REASON}`));
  const again = await me.community(['submit', 'mine.json', ...registry], { clock: Date.now });
  expect(again.stdout).toContain(`flagged: ${REASON}`);
  const exported = await me.answer(exportAnswer, ['export', ...registry]);
  expect(exported).toMatchObject({
    moderation: [{ action: 'flag', reason: REASON }],
    submissions: [{ status: 'flagged', reason: REASON }],
  });

  expect(await moderate(moderationAnswer, ['unflag', run])).toMatchObject({ changed: true });
  expect(await board()).toBe(1);
  expect((await me.answer(statsAnswer, ['stats', ...registry])).moderation).toBeUndefined();

  const asked = await moderator.community(['remove', run, '--reason', 'asked for', ...registry, ...given]);
  expect([asked.exit, asked.stderr]).toEqual([2, expect.stringContaining('Say yes with --yes.')]);
  expect(await board()).toBe(1);
  const removal = ['remove', run, '--reason', 'asked for', '--yes'];
  expect(await moderate(moderationAnswer, removal)).toMatchObject({ changed: true, status: null });
  expect(await board()).toBe(0);
  expect((await me.community(['stats', ...registry])).stdout).toContain('was removed on');
  expect((await me.community(['export', ...registry])).stdout).toContain(': asked for');
  const log = await moderate(moderationLogAnswer, ['reviews', '--log']);
  expect(log.entries.map(({ action }) => action)).toEqual(['remove', 'unflag', 'flag']);
  const csv = await moderator.community(['reviews', '--log', '--format', 'csv', ...registry, ...given]);
  expect(csv.stdout.split(/\r?\n/)[0]).toBe('at,action,submission_id,handle,kind,received_at,reason');

  const gone = await moderator.community(['flag', run, '--reason', REASON, ...registry, ...given]);
  expect([gone.exit, gone.stderr]).toEqual([2, expect.stringContaining(`There is no run '${run}'.`)]);
}

describe('moderating', () => {
  it('a file of one’s own needs no token', { timeout: 120_000 }, async () => {
    const me = student();
    // A token that is set for a server elsewhere is no business of the file.
    await journey(me, me, [], []);
    const other = await me.community(['reviews'], { env: { ...me.env, TITO_ADMIN_TOKEN: 'x' } });
    expect(other.exit, other.stderr).toBe(0);
  });

  it('a server takes its admin token, from a file or the environment', { timeout: 120_000 }, async () => {
    const server = await serve({ file: join(temporaryFolder(), 'class.sqlite') });
    const registry = ['--registry', server.url];
    const [me, moderator] = [student(), student()];
    const flag = ['flag', 'some-run', '--reason', REASON, ...registry];
    const refused = async (words: readonly string[], env: Record<string, string> = {}) => {
      const { exit, stdout, stderr } = await moderator.community(words, {
        env: { ...moderator.env, ...env },
      });
      expect([exit, stdout]).toEqual([2, '']);
      return stderr;
    };
    expect(await refused(flag)).toContain('--admin-token-file FILE or TITO_ADMIN_TOKEN');
    const guess = { TITO_ADMIN_TOKEN: 'ab'.repeat(32) };
    expect(await refused(flag, guess)).toContain("'tito community admin-token --database FILE|postgres://…'");

    const make = ['admin-token', '--database', server.file];
    const made = await moderator.community(make);
    expect([made.exit, made.stdout]).toEqual([0, expect.stringMatching(/^[0-9a-f]{64}\n$/)]);
    expect(made.stderr).toContain(`The admin token of ${server.file}. It is shown this once`);
    expect(await refused(flag, guess)).toContain('is not the admin token');
    const file = join(moderator.cwd, 'admin-token');
    writeFileSync(file, made.stdout, { mode: 0o600 });
    await journey(me, moderator, registry, ['--admin-token-file', 'admin-token']);
    const env = { ...moderator.env, TITO_ADMIN_TOKEN: made.stdout.trim() };
    expect((await moderator.community(['reviews', ...registry], { env })).exit).toBe(0);

    chmodSync(file, 0o644);
    const open = await moderator.community(['reviews', ...registry, '--admin-token-file', 'admin-token']);
    expect(open.stdout).toContain('Others on this machine may open admin-token');
    const next = await moderator.community(make);
    expect(next.stderr).toContain('the former one has stopped');
    expect(await refused(flag, { TITO_ADMIN_TOKEN: made.stdout })).toContain('is not the admin token');
    for (const text of [server.logText(), made.stderr]) expect(text).not.toContain(made.stdout.trim());
  });

  it('says what is wrong with a token or a command, and never quotes the token', async () => {
    const moderator = student();
    const registry = ['--registry', 'http://127.0.0.1:9'];
    const said = async (words: readonly string[]) => {
      const { exit, stderr } = await moderator.community(words);
      expect(exit).toBe(2);
      return stderr;
    };
    writeFileSync(join(moderator.cwd, 'wrong'), 'secret words\n');
    const wrong = await said(['reviews', ...registry, '--admin-token-file', 'wrong']);
    expect(wrong).toContain('it is not 64 hexadecimal digits');
    expect(wrong).not.toContain('secret');
    expect(await said(['reviews', ...registry, '--admin-token-file', 'none'])).toContain(
      'there is no such file',
    );
    expect(await said(['flag', 'run'])).toContain('--reason TEXT');
    expect(await said(['remove', 'run', '--reason', ' '])).toContain('--reason TEXT');
    expect(await said(['reviews', 'somebody', '--log'])).toContain('neither a handle nor --flagged');
    expect(await said(['admin-token', '--database', 'missing.sqlite'])).toContain('There is no registry at');
    expect(existsSync(join(moderator.cwd, 'missing.sqlite'))).toBe(false);
  });
});
