import { posix } from 'node:path';
import type { Import } from '../../parse/imports.ts';

const ENDINGS = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json', '.d.ts'];

/**
 * Files of the target that an import of JavaScript or TypeScript leads to: relative ones, with the ending left out,
 * `.js` standing for `.ts`, or a folder's index. Packages lead to none.
 */
export function resolveScript(specifier: string, from: string, paths: ReadonlySet<string>): string[] {
  const [bare = ''] = specifier.split(/[?#]/);
  if (!/^\.{1,2}(?:\/|$)|^\//.test(bare)) return [];
  const base = bare.startsWith('/') ? bare.slice(1) : posix.normalize(posix.join(posix.dirname(from), bare));
  const written = base.replace(/\/$/, '') || '.';
  const sources = /\.[cm]?jsx?$/.test(written)
    ? [written.replace(/js(x?)$/, 'ts$1'), written.replace(/\.jsx?$/, '.tsx')]
    : [];
  const candidates = [
    ...[written, ...sources],
    ...ENDINGS.map((ending) => `${written}${ending}`),
    ...ENDINGS.map((ending) => posix.join(written, `index${ending}`)),
  ];
  const found = candidates.find((candidate) => paths.has(candidate));
  return found === undefined ? [] : [found];
}

/**
 * Files of the target that an import of Python leads to: relative ones, and absolute ones seen from the target's
 * folder or any folder above the importing file. `from package import name` leads to the module of that name where
 * there is one, otherwise to the package.
 */
export function resolvePython(
  { specifier, names, is_from }: Import,
  from: string,
  paths: ReadonlySet<string>,
): string[] {
  const [, dots = '', dotted = ''] = /^(\.*)(.*)$/.exec(specifier) ?? [];
  const parts = dotted.split('.').filter((part) => part !== '');
  for (const base of dots === '' ? foldersAbove(from) : [folderUp(from, dots.length)]) {
    const folder = posix.join(base, ...parts);
    const submodules = is_from
      ? names.map(({ imported }) => moduleAt(posix.join(folder, imported), paths))
      : [];
    const own = parts.length > 0 || dots !== '' ? moduleAt(folder, paths) : undefined;
    // Names that are no modules come from the package itself.
    const needsOwn = !is_from || submodules.some((each) => each === undefined) || submodules.length === 0;
    const found = [...submodules, needsOwn ? own : undefined].filter((each) => each !== undefined);
    if (found.length > 0) return [...new Set(found)];
  }
  return [];
}

const moduleAt = (path: string, paths: ReadonlySet<string>): string | undefined =>
  [`${path}.py`, `${path}/__init__.py`, `${path}.pyi`]
    .map((each) => posix.normalize(each))
    .find((each) => paths.has(each));

/** One dot is the file's own folder, each further one the folder above. */
function folderUp(from: string, dots: number): string {
  let folder = posix.dirname(from);
  for (let step = 1; step < dots; step++) folder = posix.join(folder, '..');
  return folder;
}

/** The target's folder, its `src`, and all folders above a file, the nearest last. */
function foldersAbove(from: string): string[] {
  const parts = posix.dirname(from).split('/');
  const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return [...new Set(['.', 'src', ...above])];
}
