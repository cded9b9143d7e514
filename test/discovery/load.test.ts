import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Found } from '../../src/discovery/discover.ts';
import { load, nearest, pick } from '../../src/discovery/load.ts';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const found = (file: string, id = 'matmul'): Found => ({
  id,
  category: 'baseline',
  file,
  origin: 'built-in',
});
const loadText = (text: string) =>
  load<{ title: string; render: unknown }>(
    'reporter',
    found(join(temporaryFolder({ 'package.json': '{"type":"module"}', 'it.js': text }), 'it.js')),
    ['title', 'render'],
  );

describe('nearest', () => {
  const known = ['tensor_ops', 'matmul', 'forward_pass'];

  it.each([
    ['matmull', 'matmul'],
    ['mtamul', 'matmul'],
    ['MATMUL', 'matmul'],
    ['forward-pass', 'forward_pass'],
    ['tensorops', 'tensor_ops'],
  ])('guesses what %s should be', (word, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });

  it.each(['', 'x', 'convolution', 'forward'])('does not guess wildly for %j', (word) => {
    expect(nearest(word, known)).toBeUndefined();
  });

  it('takes the nearest of several, the first of equals', () => {
    expect(nearest('lint', ['list', 'line', 'lint_all', 'lin'])).toBe('list');
    expect(nearest('matmul2', ['matmul123', 'matmul1'])).toBe('matmul1');
  });

  it('finds nothing among nothing', () => {
    expect(nearest('matmul', [])).toBeUndefined();
  });
});

describe('pick', () => {
  it('finds by id', () => {
    expect(pick('benchmark', 'matmul', [found('a.ts', 'other'), found('b.ts')]).file).toBe('b.ts');
  });

  it('names what is near and all that is known', () => {
    expect(() => pick('benchmark', 'matmull', [found('a.ts'), found('b.ts', 'sum')])).toThrow(
      expect.objectContaining({
        code: 'unknown_id',
        exit: 2,
        message: "There is no benchmark 'matmull'.",
        hint: "Did you mean 'matmul'? Known: matmul, sum.",
      }),
    );
  });

  it('says so where nothing is known', () => {
    expect(() => pick('suite', 'x', [])).toThrow(expect.objectContaining({ hint: 'Known: none.' }));
  });
});

describe('load', () => {
  it('imports the default export', async () => {
    expect(await loadText("export default { title: 'mine', render: () => '' }")).toMatchObject({
      title: 'mine',
    });
  });

  it.each([
    ['throws an error', "throw new Error('no luck')", 'no luck'],
    ['throws something else', "throw 'a string'", 'a string'],
    ['is no JavaScript', 'export default {', 'is no reporter: '],
    ['imports what is not there', "import './gone.js'", 'gone.js'],
    ['has no default export', 'export const title = 1', 'no default export'],
    ['exports a function', 'export default () => 1', 'no default export'],
    ['exports null', 'export default null', 'no default export'],
    ['lacks a part', "export default { title: 'mine' }", "'render' is missing"],
    ['lacks all', 'export default {}', "'title', 'render' is missing"],
  ])('explains a file that %s', async (_, text, reason) => {
    await expect(loadText(text)).rejects.toMatchObject({
      code: 'invalid_extension',
      exit: 3,
      message: expect.stringContaining(reason),
    });
  });

  it('names the file and what it should have been', async () => {
    await expect(loadText('export default {}')).rejects.toMatchObject({
      message: expect.stringMatching(/it\.js is no reporter: /),
      hint: expect.stringContaining('has to be a reporter'),
    });
  });

  it('finds a file whose path has characters that mean something in a URL', async () => {
    const path = 'a #1 100% ü?/it.mjs';
    const file = join(temporaryFolder({ [path]: 'export default { title: "loaded" }' }), path);
    // In a process of its own: the test runner resolves imports by rules of its own.
    const script = `
      import { load } from ${JSON.stringify(join(REPOSITORY, 'src/discovery/load.ts'))};
      console.log((await load('reporter', { file: ${JSON.stringify(file)} }, ['title'])).title);
    `;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect((await run).stdout).toBe('loaded\n');
  });
});
