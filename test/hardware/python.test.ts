import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inspectPython } from '../../src/hardware/python.ts';
import { folderWith } from '../config/_folder.ts';

/** A program that answers like a Python of another version. */
function program(script: string): string {
  const file = join(folderWith({ python: `#!/bin/sh\n${script}\n` }), 'python');
  chmodSync(file, 0o755);
  return file;
}

it('reads the version of the Python that is installed', async () => {
  expect((await inspectPython('python3')).version).toMatch(/^3\.\d+\.\d+$/);
});

it('reads the version of numpy', async () => {
  expect(await inspectPython(program('echo "tito 3.12.1 2.1.0"'))).toEqual({
    version: '3.12.1',
    numpy: '2.1.0',
  });
});

it('knows no numpy where it cannot be imported', async () => {
  expect((await inspectPython(program('echo "tito 3.12.1 "'))).numpy).toBeNull();
});

it.each([
  ['is not there', '/nowhere/python', /no such program/],
  ['fails', program('exit 3'), /ended with 3/],
  ['is something else', program('echo hello'), /does not answer as Python/],
])('says that a program %s', async (_name, python, message) => {
  await expect(inspectPython(python)).rejects.toMatchObject({
    code: 'python_missing',
    message: expect.stringMatching(message),
  });
});

it('refuses a Python that is too old', async () => {
  await expect(inspectPython(program('echo "tito 3.8.10 "'))).rejects.toMatchObject({
    code: 'python_too_old',
  });
});
