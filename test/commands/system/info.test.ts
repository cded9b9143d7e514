import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import info from '../../../src/commands/system/info.ts';
import { folderWith } from '../../config/_folder.ts';
import { run } from './_run.ts';

it('shows hardware, the chosen profile and why, as one JSON document', async () => {
  const { exit, written } = await run(info, folderWith({}), { format: 'json' });
  expect(exit).toBe(0);
  expect(JSON.parse(written)).toMatchObject({
    schema_version: 1,
    system_info: { node: process.versions.node },
    profile: { id: expect.stringMatching(/light|medium|heavy/), reason: expect.stringMatching(/cores/) },
  });
});

it('lists every setting with its origin when asked to', async () => {
  const cwd = folderWith({ 'tito.config.yaml': '# mine\nbenchmark:\n  budget_s: 3\n' });
  const { written } = await run(
    info,
    cwd,
    { format: 'json', config: true, profile: 'heavy' },
    { TITO_SEED: '9' },
  );
  const { config, profile } = JSON.parse(written);
  expect(config).toMatchObject({
    'benchmark.budget_s': { value: 3, origin: 'tito.config.yaml:3' },
    seed: { value: 9, origin: 'TITO_SEED' },
    profile: { value: 'heavy', origin: '--profile' },
    'benchmark.python': { value: 'python3', origin: 'default' },
  });
  expect(profile).toMatchObject({ id: 'heavy', reason: expect.stringMatching(/^chosen by --profile/) });
});

it('takes the format from the configuration', async () => {
  const { written } = await run(info, folderWith({}), {}, { TITO_FORMAT: 'csv' });
  expect(written).toMatch(/^section,name,value,note\r?\n/);
});

it('writes to a file when asked to', async () => {
  const cwd = folderWith({});
  const { written } = await run(info, cwd, { format: 'json', output: 'system.json' });
  expect(written).toBe('');
  expect(JSON.parse(readFileSync(join(cwd, 'system.json'), 'utf8'))).toHaveProperty('system_info.cpu');
});

it('refuses a broken configuration', async () => {
  const cwd = folderWith({ 'tito.config.yaml': 'sed: 1\n' });
  await expect(run(info, cwd, {})).rejects.toMatchObject({ code: 'invalid_config', exit: 3 });
});
