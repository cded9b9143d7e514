import { dirname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBelow } from './is-below.ts';

const LONGEST = 500;
/** A place in a stack, or the head of a syntax error's: the URL of a file, its line and perhaps its column. */
const PLACE = /(file:\/\/[^\s()]+?):(\d+)(?::\d+)?(?=[)\s]|$)/g;

/** `Name: text` of what was thrown, on one line and never long. */
export function describeError(thrown: unknown): string {
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `${thrown}`;
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST);
}

/**
 * The innermost place in the subject's own files that a stack names, such as `model.ts, line 3`.
 * @param file the subject's file; its neighbours are its own as well
 */
export function placeOf(thrown: unknown, file: string): string | undefined {
  const folder = dirname(file);
  for (const [, url = '', line] of (thrown instanceof Error ? (thrown.stack ?? '') : '').matchAll(PLACE)) {
    const path = fileURLToPath(url.split('?')[0] ?? '');
    if (isBelow(path, folder)) return `${relative(folder, path).replaceAll(sep, '/')}, line ${line}`;
  }
  return undefined;
}
