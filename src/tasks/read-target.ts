import { globSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { systemReason, TitoError } from '../errors.ts';
import type { SourceFile } from '../task-contracts.ts';
import { byPath } from './parse/by-path.ts';

/** Longer files are generated or data; they are left out. */
const LONGEST_FILE_BYTES = 2 ** 20;
/** No prompt holds more, and a folder with more was most likely not meant. */
const LARGEST_TARGET_BYTES = 16 * 2 ** 20;
/** Folders of others' code. Hidden files are settings of tools. */
const SKIPPED = /^(?:\..+|node_modules|__pycache__|venv)$/;

/**
 * Reads a target's text files by glob patterns, in the order of their paths. Left out are hidden files, installed
 * packages, binary files, files longer than 1 MiB and whatever lies outside of the folder by a link; bytes that are no
 * UTF-8 become U+FFFD. Without patterns there are no files.
 *
 * @throws TitoError `invalid_target` where the folder is missing, nothing matches, or all together is over 16 MiB
 */
export function readTarget(directory: string, globs: readonly string[]): SourceFile[] {
  if (globs.length === 0) return [];
  const root = realRoot(directory);
  const matches = new Set(
    globSync([...globs], { cwd: root, exclude: (path) => SKIPPED.test(basename(path)) }).filter(
      (path) => !path.split(sep).some((part) => part !== '..' && SKIPPED.test(part)),
    ),
  );
  const files: SourceFile[] = [];
  let total = 0;
  for (const path of matches) {
    const bytes = readText(root, path);
    if (!bytes) continue;
    total += bytes.length;
    if (total > LARGEST_TARGET_BYTES) {
      throw invalid(directory, 'it has more than 16 MiB of text', 'Name fewer files with narrower patterns.');
    }
    files.push({ path: path.replaceAll(sep, '/'), text: new TextDecoder().decode(bytes) });
  }
  if (files.length === 0) {
    throw invalid(
      directory,
      `no text file matches ${globs.join(', ')}`,
      'Patterns are relative to the target, such as src/**/*.ts.',
    );
  }
  return byPath(files);
}

function realRoot(directory: string): string {
  try {
    const root = realpathSync(directory);
    if (statSync(root).isDirectory()) return root;
  } catch (cause) {
    throw invalid(directory, systemReason(cause), 'Give a folder that is there.', cause);
  }
  throw invalid(directory, 'it is no folder', 'Give the folder that holds the files.');
}

const invalid = (directory: string, reason: string, hint: string, cause?: unknown) =>
  new TitoError('invalid_target', { directory, reason, hint }, cause);

/** Content of a regular text file within the folder, or null for everything else. */
function readText(root: string, path: string): Buffer | null {
  try {
    const real = realpathSync(join(root, path));
    const inside = relative(root, real);
    if (inside.startsWith('..') || inside === real) return null;
    const facts = statSync(real);
    if (!facts.isFile() || facts.size > LONGEST_FILE_BYTES) return null;
    const bytes = readFileSync(real);
    return bytes.includes(0) ? null : bytes;
  } catch {
    // Links that lead nowhere, files that may not be read or went away meanwhile.
    return null;
  }
}
