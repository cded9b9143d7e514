import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import { TitoError } from '../errors.ts';

/** A file that was found by its name; nothing of it has been read yet. */
export interface Found {
  id: string;
  /** Folder directly above the file, such as `baseline` in `benchmarks/baseline/matmul.ts`. */
  category: string;
  file: string;
  origin: 'built-in' | 'working directory';
}

export interface Places {
  /** Folder that holds `src`, `benchmarks`, `suites` and `profiles`: the repository, or `dist` when built. */
  root: string;
  /** The user's working directory, searched second; left out for what users can't add to. */
  directory?: string;
}

const CODE = ['.ts', '.js'];
export const YAML = ['.yaml', '.yml'];

/** Files of one extension folder by id: name without ending; `_x`, tests, types and other endings are left out. */
function listFolder(folder: string, endings: readonly string[], depth: number): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('_') && !entry.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return depth > 0 ? listFolder(path, endings, depth - 1) : [];
      const isWanted = endings.includes(extname(entry.name)) && !/\.(d|test)\.[a-z]+$/.test(entry.name);
      return isWanted ? [path] : [];
    });
}

const withoutEnding = (file: string) => file.slice(0, -extname(file).length);

/**
 * A contributor who stands in the repository has each built-in file twice: the source and what was built from it.
 * Both are one thing, so the source is left out where the built file exists.
 */
function isSourceOfBuiltIn(file: string, folder: string, builtIn: readonly Found[], root: string): boolean {
  const isOwnRepository =
    existsSync(folder) && [root, dirname(root)].some((r) => sameFolder(r, dirname(folder)));
  if (!isOwnRepository) return false;
  const own = withoutEnding(relative(dirname(folder), file));
  return builtIn.some((found) => withoutEnding(relative(root, found.file)) === own);
}

function sameFolder(a: string, b: string): boolean {
  return existsSync(a) && existsSync(b) && realpathSync(a) === realpathSync(b);
}

/**
 * Finds everything in an extension folder, built-in first, then the working directory's folder of the same name.
 *
 * @param folder path below the root, such as `benchmarks` or `src/reporters`
 * @throws TitoError `duplicate_id` where two files claim one id
 */
export function discover(
  kind: string,
  folder: string,
  places: Places,
  endings: readonly string[] = CODE,
): Found[] {
  const depth = folder === 'benchmarks' ? 1 : 0;
  const found = (base: string, origin: Found['origin']): Found[] =>
    listFolder(join(base, folder), endings, depth).map((file) => ({
      id: basename(withoutEnding(file)),
      category: basename(dirname(file)),
      file,
      origin,
    }));
  const builtIn = found(places.root, 'built-in');
  const own =
    places.directory === undefined
      ? []
      : found(places.directory, 'working directory').filter(
          (f) => !isSourceOfBuiltIn(f.file, join(places.directory ?? '', folder), builtIn, places.root),
        );
  const byId = new Map<string, Found>();
  for (const each of [...builtIn, ...own]) {
    const first = byId.get(each.id);
    if (first)
      throw new TitoError('duplicate_id', { kind, id: each.id, first: first.file, second: each.file });
    byId.set(each.id, each);
  }
  return [...byId.values()];
}
