import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { folderWith } from './_folder.ts';

const load = (
  files: Record<string, string>,
  {
    env = {},
    flags = {},
    below = '.',
  }: { env?: Record<string, string>; flags?: Record<string, unknown>; below?: string } = {},
) => loadConfig({ cwd: join(folderWith(files), below), env, flags });

it('has a default for everything', async () => {
  const { values, origins } = await load({});
  expect(values).toEqual({
    profile: 'auto',
    seed: null,
    format: 'console',
    output: { directory: 'benchmarks' },
    benchmark: { subject: 'auto', budget_s: 6, call_limit_s: 10, python: 'python3' },
    capstone: expect.objectContaining({ budget_s: 20, train_limit_s: 300, image_size: 8 }),
    tasks: expect.objectContaining({ provider: 'auto', concurrency: 1, attempts: 3 }),
    community: { registry: null, cohort_line: true, limit_s: 10 },
  });
  expect(new Set(Object.values(origins))).toEqual(new Set(['default']));
});

it('lays file, environment and flags over the defaults and says where each value comes from', async () => {
  const file = 'profile: light\nseed: 1\nformat: json\nbenchmark:\n  budget_s: 1\n  subject: reference\n';
  const { values, origins } = await load(
    { 'tito.config.yaml': file },
    {
      env: { TITO_SEED: '2', TITO_FORMAT: 'csv' },
      flags: { format: 'markdown', 'benchmark.call_limit_s': 3 },
    },
  );
  expect([values.profile, values.seed, values.format]).toEqual(['light', 2, 'markdown']);
  expect(values.benchmark).toEqual({ subject: 'reference', budget_s: 1, call_limit_s: 3, python: 'python3' });
  expect(origins).toMatchObject({
    profile: 'tito.config.yaml:1',
    seed: 'TITO_SEED',
    format: '--format',
    'output.directory': 'default',
    'benchmark.subject': 'tito.config.yaml:6',
    'benchmark.budget_s': 'tito.config.yaml:5',
    'benchmark.call_limit_s': '--call-limit',
    'benchmark.python': 'default',
  });
});

it('takes flags nested as well as dotted, and undefined for not given', async () => {
  const { values } = await load({}, { flags: { benchmark: { budget_s: 3 }, profile: undefined } });
  expect([values.benchmark.budget_s, values.profile]).toEqual([3, 'auto']);
});

it('reads package.json#tito with its line', async () => {
  const { values, origins } = await load({
    'package.json': '{\n\t"name": "x",\n\t"tito": {\n\t\t"seed": 5\n\t}\n}',
  });
  expect([values.seed, origins.seed]).toEqual([5, 'package.json:4']);
});

it('takes the nearest file above', async () => {
  const files = {
    'tito.config.yaml': 'seed: 1',
    'a/tito.config.yaml': 'seed: 2',
    'a/b/package.json': '{"name":"tito"}',
  };
  const { values, origins } = await load(files, { below: 'a/b' });
  expect([values.seed, origins.seed]).toEqual([2, join('..', 'tito.config.yaml:1')]);
});

it('refuses two files in one folder and names both', async () => {
  const files = { 'tito.config.yaml': 'seed: 1', 'package.json': '{"tito":{"seed":2}}' };
  await expect(load(files)).rejects.toMatchObject({
    code: 'invalid_config',
    message: expect.stringMatching(/tito\.config\.yaml.*package\.json/),
  });
});

it.each([
  ['an empty file', ''],
  ['a file of comments', '# seed: 1\n'],
  ['an empty section', 'benchmark:\n  # budget_s: 3\n'],
])('takes %s for nothing said', async (_name, text) => {
  expect((await load({ 'tito.config.yaml': text })).values.benchmark.budget_s).toBe(6);
});

it('names file, line and the nearest key for an unknown one', async () => {
  const file = 'seed: 1\nbenchmark:\n  budgets: 3\n';
  await expect(load({ 'tito.config.yaml': file })).rejects.toMatchObject({
    code: 'invalid_config',
    message: 'tito.config.yaml:3: benchmark.budgets: unknown key',
    hint: expect.stringContaining("Did you mean 'budget_s'?"),
  });
});

it.each([
  [
    'benchmark:\n  budget_s: fast',
    'tito.config.yaml:2: benchmark.budget_s: "fast" is not accepted',
    'a number',
  ],
  [
    'benchmark:\n  budget_s: 0',
    'tito.config.yaml:2: benchmark.budget_s: 0 is not accepted',
    'a number of more than 0',
  ],
  ['seed: 1.5', 'tito.config.yaml:1: seed: 1.5 is not accepted', 'a whole number'],
  ['seed: -1', 'tito.config.yaml:1: seed: -1 is not accepted', 'at least 0'],
  ['seed: .inf', 'tito.config.yaml:1: seed: Infinity is not accepted', 'a number'],
  ['benchmark: 5', 'tito.config.yaml:1: benchmark: 5 is not accepted', 'keys with values'],
  ['profile: [a]', 'tito.config.yaml:1: profile: a list is not accepted', 'a text'],
  ['profile: ../x', 'tito.config.yaml:1: profile: "../x" is not accepted', 'an id in snake_case'],
  ["format: ''", 'tito.config.yaml:1: format: "" is not accepted', 'a text that is not empty'],
  ['- a', 'tito.config.yaml:1: configuration: is no set of keys', 'lines such as'],
  ['__proto__: {a: 1}', 'tito.config.yaml:1: __proto__: unknown key', 'one of: profile'],
])('explains %j', async (text, message, expected) => {
  await expect(load({ 'tito.config.yaml': text })).rejects.toMatchObject({
    code: 'invalid_config',
    message,
    hint: expect.stringContaining(expected),
  });
});

it('refuses an unknown section that has no keys', async () => {
  await expect(load({ 'tito.config.yaml': 'comunity: {}\n' })).rejects.toThrow(/comunity/);
});

it('reports a mistake in a file although a flag overrides the value', async () => {
  await expect(load({ 'tito.config.yaml': 'seed: x' }, { flags: { seed: 1 } })).rejects.toMatchObject({
    code: 'invalid_config',
  });
});

it('calls a wrong flag wrong usage', async () => {
  await expect(load({}, { flags: { 'benchmark.budget_s': -1 } })).rejects.toMatchObject({
    code: 'usage',
    message: '--budget: -1 is not accepted; expected a number of more than 0.',
  });
});
