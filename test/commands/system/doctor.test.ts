import { expect, it } from 'vitest';
import doctor from '../../../src/commands/system/doctor.ts';
import { folderWith } from '../../config/_folder.ts';
import { run } from './_run.ts';

/** Exit code and the checks by id. */
async function check(cwd: string, env: Record<string, string> = {}) {
  const { exit, written } = await run(doctor, cwd, { format: 'json' }, env);
  const { checks, ready } = JSON.parse(written);
  const byId = Object.fromEntries(checks.map((each: { id: string }) => [each.id, each]));
  return { exit, ready, byId };
}

it('finds this machine ready, and warns that there is no code to measure', async () => {
  const { exit, ready, byId } = await check(folderWith({}));
  expect([exit, ready]).toEqual([0, true]);
  expect(Object.keys(byId)).toEqual([
    'runtime',
    'timer',
    'configuration',
    'profile',
    'subject',
    'python',
    'models',
    'results',
  ]);
  expect(byId.subject).toMatchObject({ status: 'warning', hint: expect.stringMatching(/--subject/) });
});

it('names the subject that auto finds without executing it', async () => {
  const cwd = folderWith({ 'tito.subject.js': 'throw new Error("executed");\n' });
  const { exit, byId } = await check(cwd);
  expect(exit).toBe(0);
  expect(byId.subject).toMatchObject({
    status: 'ok',
    detail: expect.stringMatching(/module:.*tito\.subject\.js/),
  });
});

it('fails where the configured subject is not there', async () => {
  const { exit, byId } = await check(folderWith({}), { TITO_BENCHMARK_SUBJECT: 'module:gone.ts' });
  expect(exit).toBe(5);
  expect(byId.subject).toMatchObject({ status: 'failed', hint: expect.stringMatching(/\w/) });
});

it('only warns of a missing Python where nothing needs it', async () => {
  const { exit, byId } = await check(folderWith({}), { TITO_BENCHMARK_PYTHON: '/nowhere/python' });
  expect([exit, byId.python.status]).toEqual([0, 'warning']);
});

it('fails on a missing Python where the subject needs it', async () => {
  const env = { TITO_BENCHMARK_PYTHON: '/nowhere/python', TITO_BENCHMARK_SUBJECT: 'python:x.py' };
  const { exit, byId } = await check(folderWith({ 'x.py': '' }), env);
  expect([exit, byId.python.status]).toEqual([5, 'failed']);
});

it('reports a broken configuration with its line and goes on with the other checks', async () => {
  const { exit, byId } = await check(folderWith({ 'tito.config.yaml': 'seed: 1\nprofil: light\n' }));
  expect(exit).toBe(5);
  expect(byId.configuration).toMatchObject({
    status: 'failed',
    detail: 'tito.config.yaml:2: profil: unknown key',
    hint: expect.stringContaining("Did you mean 'profile'?"),
  });
  expect(byId.results.status).toBe('ok');
});

it('fails on an unknown profile', async () => {
  const { exit, byId } = await check(folderWith({}), { TITO_PROFILE: 'hevy' });
  expect(exit).toBe(5);
  expect(byId.profile).toMatchObject({ status: 'failed', hint: expect.stringContaining("'heavy'") });
});

it('fails where a file stands in place of the results folder', async () => {
  const { exit, byId } = await check(folderWith({ benchmarks: 'x' }));
  expect([exit, byId.results.status]).toEqual([5, 'failed']);
});

it('says on the console what to do', async () => {
  const { exit, written } = await run(doctor, folderWith({ benchmarks: 'x' }), {});
  expect(exit).toBe(5);
  expect(written).toMatch(/✔ Runtime: Node/);
  expect(written).toMatch(/✖ Results folder \(failed\): .*\n.*output\.directory/);
});
