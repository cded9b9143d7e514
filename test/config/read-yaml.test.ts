import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readYaml } from '../../src/config/read-yaml.ts';
import { folderWith } from './_folder.ts';

const read = (text: string) => readYaml(join(folderWith({ 'a.yaml': text }), 'a.yaml'), 'a.yaml');

it('knows the line of each value, through sections and lists', async () => {
  const { lineOf } = await read('a: 1\nb:\n  c: 2\n  d:\n    - x: 1\n      y: 2\n');
  expect([['a'], ['b'], ['b', 'c'], ['b', 'd', '0', 'y']].map(lineOf)).toEqual([1, 2, 3, 6]);
});

it('gives the line of the section for what is missing in it', async () => {
  const { lineOf } = await read('a: 1\nb:\n  c: 2\n');
  expect(lineOf(['b', 'z', 'y'])).toBe(2);
});

it('says line, column and reason where a file is no YAML', async () => {
  await expect(read('a: 1\nb: [1, 2\n')).rejects.toMatchObject({
    code: 'invalid_config',
    message: expect.stringMatching(/^a\.yaml:\d+:\d+: YAML: .*flow/i),
  });
});

it('refuses the same key twice', async () => {
  await expect(read('a: 1\na: 2\n')).rejects.toThrow(/^a\.yaml:2:1: YAML: .*unique/);
});

it('refuses aliases that multiply', async () => {
  const levels = Array.from({ length: 30 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}, *l${i}]`);
  await expect(read(`l0: &l0 [a]\n${levels.join('\n')}\n`)).rejects.toThrow(/alias/i);
});

it('refuses nesting that would exhaust the parser', async () => {
  await expect(read('['.repeat(60_000))).rejects.toMatchObject({ code: 'invalid_config' });
});

it('refuses a file that is too large to be settings', async () => {
  await expect(read(`a: ${'x'.repeat(2 ** 16)}`)).rejects.toMatchObject({ code: 'unreadable_file' });
});

it('says why a folder cannot be read', async () => {
  await expect(readYaml(folderWith({}), 'a.yaml')).rejects.toMatchObject({ code: 'unreadable_file' });
});

it('reads JSON on one line as it reads YAML', async () => {
  const text = '{"a": [1, {"b": "c"}], "d": null}\n';
  const { value, lineOf } = await read(text);
  expect(value).toEqual((await read(`# a comment, so that the YAML parser reads it\n${text}`)).value);
  expect(lineOf(['a', '1', 'b'])).toBe(1);
});

it('reads one line in braces that is no JSON as YAML', async () => {
  expect((await read('{ a: 1, b: [x, y] }\n')).value).toEqual({ a: 1, b: ['x', 'y'] });
});
