import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addWorktree } from '../../src/storage/git-worktree.ts';
import { git, repository } from '../support/git-repository.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const never = new AbortController().signal;
const worktreesOf = (folder: string) =>
  git(folder, 'worktree', 'list', '--porcelain').match(/^worktree /gm)?.length;

describe('the code of an older commit', () => {
  it('lies beside the working tree until it is removed, and git forgets it', async () => {
    const folder = repository({ 'a.txt': 'old' }, { 'a.txt': 'new' });
    writeFileSync(join(folder, 'a.txt'), 'not yet committed');
    const { root, directory, commit, remove } = await addWorktree(folder, 'HEAD~1', never);
    expect(readFileSync(join(directory, 'a.txt'), 'utf8')).toBe('old');
    expect(commit).toBe(git(folder, 'rev-parse', 'HEAD~1').trim());
    expect(worktreesOf(folder)).toBe(2);
    await remove();
    expect(existsSync(root)).toBe(false);
    expect(worktreesOf(folder)).toBe(1);
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('not yet committed');
    expect(git(folder, 'status', '--porcelain')).toBe(' M a.txt\n');
  });

  it('is seen from the same folder of the repository', async () => {
    const folder = repository({ 'packages/one/a.txt': 'old' }, { 'packages/one/a.txt': 'new' });
    const worktree = await addWorktree(join(folder, 'packages/one'), 'HEAD~1', never);
    try {
      expect(readFileSync(join(worktree.directory, 'a.txt'), 'utf8')).toBe('old');
      expect(worktree.repository).toBe(realpathSync(folder));
    } finally {
      await worktree.remove();
    }
  });

  it('finds the packages that are installed in the working tree, and removing it leaves them alone', async () => {
    const folder = repository(
      { 'packages/one/a.txt': 'old', '.gitignore': 'node_modules/' },
      { 'packages/one/a.txt': 'new' },
    );
    for (const place of ['node_modules/x', 'packages/one/node_modules/y']) {
      mkdirSync(join(folder, place), { recursive: true });
      writeFileSync(join(folder, place, 'index.js'), '');
    }
    const { directory, root, remove } = await addWorktree(join(folder, 'packages/one'), 'HEAD~1', never);
    expect(readdirSync(join(directory, 'node_modules'))).toEqual(['y']);
    expect(readdirSync(join(root, 'node_modules'))).toEqual(['x']);
    await remove();
    expect(existsSync(join(folder, 'node_modules/x/index.js'))).toBe(true);
    expect(existsSync(join(folder, 'packages/one/node_modules/y/index.js'))).toBe(true);
  });

  it('starts no hook of the repository', async () => {
    const folder = repository({ 'a.txt': 'old' }, { 'a.txt': 'new' });
    const hook = join(folder, '.git/hooks/post-checkout');
    mkdirSync(join(folder, '.git/hooks'), { recursive: true });
    writeFileSync(hook, '#!/bin/sh\ntouch "$GIT_DIR/was-started" || touch was-started\n', { mode: 0o755 });
    const { remove } = await addWorktree(folder, 'HEAD~1', never);
    await remove();
    expect(spawnSync('find', [folder, '-name', 'was-started']).stdout.toString()).toBe('');
  });

  it.each(['HEAD~9', 'no-such-branch', '--help', ''])('has to be a commit: %j', async (ref) => {
    const folder = repository({ 'a.txt': 'old' });
    await expect(addWorktree(folder, ref, never)).rejects.toMatchObject({ code: 'unknown_commit', exit: 2 });
    expect(worktreesOf(folder)).toBe(1);
  });

  it('needs a repository', async () => {
    await expect(addWorktree(temporaryFolder(), 'HEAD', never)).rejects.toMatchObject({
      code: 'no_repository',
      message: expect.stringContaining('not a git repository'),
    });
  });

  it.each([0, 2, 4, 8])(
    'is not left behind when the user interrupts after %d ms of checking out',
    async (ms) => {
      const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${i}.txt`, `old ${i}`]));
      const folder = repository(files);
      const interruption = new AbortController();
      const added = addWorktree(folder, 'HEAD', interruption.signal);
      added.catch(() => undefined);
      // A folder that git knows of, and is still filling; at first there is none.
      if (ms > 0) await expect.poll(() => worktreesOf(folder), { interval: 1, timeout: 10_000 }).toBe(2);
      await new Promise((done) => setTimeout(done, ms));
      interruption.abort();
      const worktree = await added.catch((cause: unknown) => {
        expect(cause).toMatchObject({ code: 'interrupted' });
      });
      await worktree?.remove();
      expect(worktreesOf(folder)).toBe(1);
    },
  );
});
