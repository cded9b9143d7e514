import { pathToFileURL } from 'node:url';
import leven from 'leven';
import { TitoError } from '../errors.ts';
import type { Found } from './discover.ts';

/** The known word nearest to a mistyped one (Levenshtein distance at most a third of its length, and one), if there is one. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3) + 1);
  return known
    .map((candidate) => ({ candidate, distance: leven(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)[0]?.candidate;
}

/**
 * Picks the entry with an id.
 * @throws TitoError `unknown_id` with the nearest known id
 */
export function pick(kind: string, id: string, found: readonly Found[]): Found {
  const hit = found.find((each) => each.id === id);
  if (hit) return hit;
  const known = found.map((each) => each.id);
  throw new TitoError('unknown_id', { kind, id, suggestion: nearest(id, known), known: known.join(', ') });
}

/**
 * Imports a discovered file and checks that its default export looks like what its folder holds.
 * This executes the file, so it is called only for ids that were asked for.
 *
 * @param requires names that the export has to have
 */
export async function load<T>(
  kind: string,
  found: Found,
  requires: readonly (keyof T & string)[],
): Promise<T> {
  let module: { default?: unknown };
  try {
    module = await import(pathToFileURL(found.file).href);
  } catch (cause) {
    throw new TitoError(
      'invalid_extension',
      { kind, file: found.file, reason: cause instanceof Error ? cause.message : String(cause) },
      cause,
    );
  }
  const value = module.default;
  if (typeof value !== 'object' || value === null) {
    throw new TitoError('invalid_extension', { kind, file: found.file, reason: 'it has no default export.' });
  }
  const absent = requires.filter((name) => !(name in value));
  if (absent.length > 0) {
    const reason = `'${absent.join("', '")}' is missing in its default export.`;
    throw new TitoError('invalid_extension', { kind, file: found.file, reason });
  }
  return value as T;
}
