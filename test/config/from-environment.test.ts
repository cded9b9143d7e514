import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { folderWith } from './_folder.ts';

const load = async (env: Record<string, string>) =>
  (await loadConfig({ cwd: folderWith({}), env, flags: {} })).values;

it('joins the path of a setting by underscores', async () => {
  expect((await load({ TITO_BENCHMARK_CALL_LIMIT_S: '2.5' })).benchmark.call_limit_s).toBe(2.5);
});

it('leaves a text that looks like a number a text', async () => {
  expect((await load({ TITO_BENCHMARK_PYTHON: '3.10' })).benchmark.python).toBe('3.10');
});

it('takes an empty variable for unset', async () => {
  expect((await load({ TITO_SEED: '' })).seed).toBeNull();
});

it('ignores variables of others', async () => {
  expect((await load({ TITOX: '1', PATH: '/' })).profile).toBe('auto');
});

it('refuses an unknown variable and names the nearest', async () => {
  await expect(load({ TITO_PROFIL: 'light' })).rejects.toMatchObject({
    code: 'invalid_config',
    message: 'environment: TITO_PROFIL: unknown variable',
    hint: expect.stringContaining("Did you mean 'TITO_PROFILE'?"),
  });
});

it('names the variable of a wrong value', async () => {
  await expect(load({ TITO_SEED: 'abc' })).rejects.toMatchObject({
    message: 'TITO_SEED: seed: "abc" is not accepted',
  });
});

it('knows the switch of the community, which is no setting', async () => {
  expect(await load({ TITO_COMMUNITY: 'off' })).toEqual(await load({}));
  await expect(load({ TITO_COMUNITY: 'off' })).rejects.toMatchObject({
    hint: expect.stringContaining("Did you mean 'TITO_COMMUNITY'?"),
  });
});
