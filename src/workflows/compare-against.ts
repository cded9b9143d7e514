import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { Context } from '../cli/context.ts';
import { TitoError } from '../errors.ts';
import { addWorktree, type Worktree } from '../storage/git-worktree.ts';
import type { CompareSettings, NamedSide } from './plan-compare.ts';
import { selectContender } from './select-contender.ts';
import { portableSpec, selectSubject } from './select-subject.ts';

/** Digits of a commit that people are shown. */
const SHORT = 12;

/**
 * The two sides of `--against REF [SPEC]`: the same code in an older commit, which is checked out for as long as `use`
 * takes, and in the working tree. The older one is removed again however `use` ends.
 *
 * @param word a SPEC whose path lies in the repository
 */
export async function withCommit<T>(
  context: Pick<Context, 'root' | 'cwd' | 'signal'>,
  ref: string,
  word: string,
  use: (sides: Pick<CompareSettings, 'a' | 'b' | 'against'>) => Promise<T>,
): Promise<T> {
  const worktree = await addWorktree(context.cwd, ref, context.signal);
  try {
    const spec = await relativeSpec(word, context, worktree);
    if (!existsSync(worktree.directory)) {
      throw new TitoError('not_in_commit', { spec, ref, reason: 'this folder is not there yet.' });
    }
    const revision = worktree.commit.slice(0, SHORT);
    const shown = spec.replace(/^(?:command|function):/, '');
    const a = { word: spec, label: `${shown} at ${ref}`, directory: worktree.directory, revision };
    const b = { word: spec, label: shown, directory: context.cwd };
    await checkOld(a, context.root, ref, worktree);
    return await use({ a, b, against: { ref, revision } });
  } finally {
    await worktree.remove();
  }
}

/**
 * The SPEC in words that mean the same in both trees.
 * @throws TitoError `not_in_commit` for what does not lie in the repository
 */
async function relativeSpec(
  word: string,
  { root, cwd: directory }: Pick<Context, 'root' | 'cwd'>,
  { repository }: Worktree,
): Promise<string> {
  const isOutside = (path: string) => {
    const below = relative(repository, path);
    return below.startsWith(`..${sep}`) || below === '..' || isAbsolute(below);
  };
  const chosen =
    word === 'auto'
      ? { shape: 'program' as const, ...(await selectSubject(word, { root, directory })) }
      : await selectContender(word, { root, directory });
  const { spec } = chosen;
  if (chosen.shape === 'command') return `command:${spec.argument}`;
  if (spec.argument === '' || isOutside(spec.argument)) {
    const reason = `it is no code of the repository ${repository}, so there is no older one.`;
    throw new TitoError('not_in_commit', { spec: word, ref: 'a commit', reason });
  }
  const { kind, argument } = portableSpec(spec, directory);
  return `${kind}:${argument}`;
}

/** @throws TitoError `not_in_commit` where the commit does not have it */
async function checkOld(
  { word, directory }: NamedSide,
  root: string,
  ref: string,
  worktree: Worktree,
): Promise<void> {
  try {
    const { spec } = await selectContender(word, { root, directory });
    const below = relative(worktree.root, spec.argument);
    if (!word.startsWith('command:') && (below.startsWith('..') || isAbsolute(below))) {
      throw new RangeError(`${join(directory, word)} leads out of the commit`);
    }
  } catch (cause) {
    if (!(cause instanceof TitoError || cause instanceof RangeError)) throw cause;
    const reason = cause.message.replaceAll(worktree.root, '').replace(/\.?$/, '.');
    throw new TitoError('not_in_commit', { spec: word, ref, reason }, cause);
  }
}
