import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { gitRevision } from '../../src/hardware/git-revision.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'tito-revision-'));
const git = (folder: string, ...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...words], { cwd: folder })
    .toString()
    .trim();

/** A repository with one commit that holds `code/a.py`. */
function newRepository(): string {
  const folder = newFolder();
  git(folder, 'init', '--quiet');
  mkdirSync(join(folder, 'code'));
  writeFileSync(join(folder, 'code/a.py'), 'a = 1\n');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '--message', 'first');
  return folder;
}

it('names the commit by its first 12 digits', async () => {
  const folder = newRepository();
  const commit = git(folder, 'rev-parse', 'HEAD').slice(0, 12);
  expect(await gitRevision(join(folder, 'code'))).toBe(commit);
});

it('says that a file below the folder was changed', async () => {
  const folder = newRepository();
  writeFileSync(join(folder, 'code/a.py'), 'a = 2\n');
  expect(await gitRevision(join(folder, 'code'))).toMatch(/^[0-9a-f]{12}-dirty$/);
});

it('says that a file below the folder is new', async () => {
  const folder = newRepository();
  writeFileSync(join(folder, 'code/b.py'), 'b = 2\n');
  expect(await gitRevision(join(folder, 'code'))).toMatch(/-dirty$/);
});

it('ignores changes beside the folder', async () => {
  const folder = newRepository();
  writeFileSync(join(folder, 'result.json'), '{}\n');
  expect(await gitRevision(join(folder, 'code'))).toMatch(/^[0-9a-f]{12}$/);
});

it('is null outside of a repository', async () => {
  expect(await gitRevision(newFolder())).toBeNull();
});

it('is null before the first commit', async () => {
  const folder = newFolder();
  git(folder, 'init', '--quiet');
  expect(await gitRevision(folder)).toBeNull();
});

it('is null for a folder that does not exist', async () => {
  expect(await gitRevision(join(newFolder(), 'gone'))).toBeNull();
});
