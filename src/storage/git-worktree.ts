import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { systemReason, TitoError } from '../errors.ts';

/** An older commit, checked out beside the working tree. */
export interface Worktree {
  /** Commit as 40 hexadecimal digits. */
  commit: string;
  /** Where the whole commit lies. */
  root: string;
  /** The folder in it that the given one is in the working tree; it may not exist. */
  directory: string;
  /** Root of the working tree itself. */
  repository: string;
  /** Removes it, and what git knows of it. Does not throw. */
  remove: () => Promise<void>;
}

/** Checking out takes as long as it takes; who waits in vain has Ctrl-C. */
const MOST_OUTPUT_BYTES = 2 ** 24;

/** @param signal ends git; what it was asked for rejects once it is gone, so that nobody tidies up beside it */
function git(cwd: string, words: readonly string[], signal?: AbortSignal): Promise<string> {
  // No hooks: looking at an older commit must not start anything.
  const all = ['-c', 'core.hooksPath=/dev/null', '-c', 'advice.detachedHead=false', ...words];
  return new Promise((resolve, reject) => {
    const child = execFile('git', all, { cwd, maxBuffer: MOST_OUTPUT_BYTES }, (failure, stdout, stderr) => {
      signal?.removeEventListener('abort', end);
      if (!failure) return resolve(stdout.trim());
      const said = stderr.trim().split('\n').at(-1);
      reject(Object.assign(failure, { said: said || systemReason(failure) }));
    });
    const end = () => child.kill();
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted) end();
  });
}

const saidBy = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'said' in cause ? String(cause.said) : systemReason(cause);

const isMissing = (cause: unknown): boolean =>
  typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ENOENT';

/**
 * Checks an older commit out into a temporary folder. What git does not track but code needs, the `node_modules` of
 * the folder and of those above it, is linked.
 *
 * @param directory a folder in a repository
 * @throws TitoError `no_repository`, `unknown_commit`, `not_checked_out`
 */
export async function addWorktree(directory: string, ref: string, signal: AbortSignal): Promise<Worktree> {
  const repository = await git(directory, ['rev-parse', '--show-toplevel']).catch((cause: unknown) => {
    const reason = isMissing(cause) ? 'git is not installed' : saidBy(cause);
    throw new TitoError('no_repository', { directory, reason }, cause);
  });
  const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const commit = await git(directory, words).catch((cause: unknown) => {
    throw new TitoError('unknown_commit', { ref, repository }, cause);
  });
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tito-against-')));
  const remove = async () => {
    await git(repository, ['worktree', 'remove', '--force', '--force', root]).catch(() => {});
    rmSync(root, { recursive: true, force: true });
    await git(repository, ['worktree', 'prune']).catch(() => {});
  };
  try {
    await git(repository, ['worktree', 'add', '--quiet', '--force', '--detach', root, commit], signal);
    const below = relative(realpathSync(repository), realpathSync(directory));
    linkModules(repository, root, below);
    return { commit, root, directory: join(root, below), repository, remove };
  } catch (cause) {
    await remove();
    if (signal.aborted) throw new TitoError('interrupted', {}, cause);
    throw new TitoError('not_checked_out', { ref, reason: saidBy(cause) }, cause);
  }
}

/** @param below path of the folder from the repository's root */
function linkModules(repository: string, root: string, below: string): void {
  const parts = below === '' ? [] : below.split(/[/\\]/);
  for (let depth = 0; depth <= parts.length; depth++) {
    const place = join(...parts.slice(0, depth), 'node_modules');
    const [own, old] = [join(repository, place), join(root, place)];
    if (existsSync(own) && !existsSync(old) && existsSync(join(old, '..'))) symlinkSync(own, old, 'junction');
  }
}
