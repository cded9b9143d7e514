import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TitoError } from '../../src/errors.ts';
import { readTarget } from '../../src/tasks/read-target.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const read = (directory: string, ...globs: string[]) => readTarget(directory, globs).map(({ path }) => path);

describe('readTarget', () => {
  it('reads what the patterns match, each file once, in the order of paths', () => {
    const folder = temporaryFolder({ 'b/x.py': 'x = 1\n', 'a.ts': 'a', 'B.ts': 'b', 'c.md': 'c' });
    expect(readTarget(folder, ['**/*.ts', 'b/*', 'a.ts'])).toEqual([
      { path: 'B.ts', text: 'b' },
      { path: 'a.ts', text: 'a' },
      { path: 'b/x.py', text: 'x = 1\n' },
    ]);
  });

  it("leaves out hidden files and others' code", () => {
    const folder = temporaryFolder({
      'a.ts': '',
      '.env': 'KEY=1',
      '.git/config': '',
      'node_modules/b/b.ts': '',
      'src/__pycache__/c.py': '',
      'src/node_modules.ts': '',
    });
    expect(read(folder, '**/*')).toEqual(['a.ts', 'src/node_modules.ts']);
  });

  it('leaves out binary files and those over 1 MiB', () => {
    const folder = temporaryFolder({
      'a.ts': 'x'.repeat(2 ** 20),
      'b.ts': 'x'.repeat(2 ** 20 + 1),
      'c.ts': 'a\0b',
    });
    expect(read(folder, '*.ts')).toEqual(['a.ts']);
  });

  it('replaces bytes that are no UTF-8', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.py'), Buffer.from([0x61, 0xff, 0x62]));
    expect(readTarget(folder, ['*'])).toEqual([{ path: 'a.py', text: 'a\uFFFDb' }]);
  });

  it('does not leave the folder, by links or by names', () => {
    const outside = temporaryFolder({ 'secret.ts': 'secret' });
    const folder = temporaryFolder({ 'in/a.ts': 'a' });
    symlinkSync(join(outside, 'secret.ts'), join(folder, 'link.ts'));
    symlinkSync(outside, join(folder, 'linked'));
    symlinkSync(join(folder, 'in/a.ts'), join(folder, 'own.ts'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling.ts'));
    const up = `../${outside.split('/').at(-1)}/*.ts`;
    expect(read(folder, '**/*.ts', 'linked/*.ts', up, join(outside, '*.ts'))).toEqual(['in/a.ts', 'own.ts']);
  });

  it('does not wait for a pipe', () => {
    const folder = temporaryFolder({ 'a.ts': '' });
    execFileSync('python3', ['-c', 'import os, sys; os.mkfifo(sys.argv[1])', join(folder, 'b.ts')]);
    expect(read(folder, '*.ts')).toEqual(['a.ts']);
  });

  it.each([
    ['a folder that is not there', () => '/no/such/folder', ['*'], /ENOENT/],
    ['a file instead of a folder', () => join(temporaryFolder({ a: 'a' }), 'a'), ['*'], /no folder/],
    [
      'patterns that match nothing',
      () => temporaryFolder({ 'a.ts': '' }),
      ['*.py', '*.go'],
      /\*\.py, \*\.go/,
    ],
    [
      'more than 16 MiB',
      () =>
        temporaryFolder(
          Object.fromEntries(Array.from({ length: 17 }, (_, k) => [`${k}`, 'x'.repeat(2 ** 20)])),
        ),
      ['*'],
      /more than 16 MiB/,
    ],
  ])('explains %s', (_, folder, globs, words) => {
    const explained = expect.objectContaining({
      code: 'invalid_target',
      exit: 3,
      message: expect.stringMatching(words),
    });
    expect(() => readTarget(folder(), globs)).toThrow(TitoError);
    expect(() => readTarget(folder(), globs)).toThrow(explained);
  });

  it('has no files where none are asked for', () => {
    expect(readTarget('/no/such/folder', [])).toEqual([]);
  });
});
