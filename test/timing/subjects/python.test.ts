import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import python from '../../../src/timing/subjects/python.ts';
import { FIXTURES, isolateOptions } from '../isolates/bridge-fixtures.ts';

const complete = join(FIXTURES, 'complete');

it.each(['complete', 'complete/tinytorch', 'complete/tinytorch/core', 'partial/src/01_tensor'])(
  'finds the package that %s belongs to',
  (folder) => {
    expect(python.find(join(FIXTURES, folder))).toBe(join(FIXTURES, folder.split('/')[0] ?? ''));
  },
);

it('finds nothing where there is no package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'python-'));
  mkdirSync(join(folder, 'tinytorch'));
  expect(python.find(folder)).toBeNull();
});

it.each(['complete', 'complete/tinytorch'])(
  'resolves %s to the folder that contains the package',
  (folder) => {
    expect(python.resolve(folder, FIXTURES)).toEqual({ kind: 'python', argument: complete });
  },
);

it('resolves a file', () => {
  const argument = join(FIXTURES, 'files/lists.py');
  expect(python.resolve(relative(complete, argument), complete)).toEqual({ kind: 'python', argument });
});

it.each([
  ['', /no folder and no file/],
  ['nowhere', /does not exist/],
  ['files', /contains no tinytorch/],
  ['notes.txt', /is not a \.py file/],
])("refuses '%s'", (argument, reason) => {
  const folder = mkdtempSync(join(tmpdir(), 'python-'));
  mkdirSync(join(folder, 'files'));
  writeFileSync(join(folder, 'notes.txt'), '');
  const resolve = () => python.resolve(argument, folder);
  expect(resolve).toThrow(
    expect.objectContaining({ code: 'subject_missing', message: expect.stringMatching(reason) }),
  );
});

it('starts an isolate for what it resolved', async () => {
  const isolate = await python.start(python.resolve('complete', FIXTURES), isolateOptions());
  await isolate.close();
  expect(isolate.facts.name).toBe('tinytorch');
});
