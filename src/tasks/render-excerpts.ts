import { GAP, type RenderedFile, readRendered } from './read-rendered.ts';

/** Lines shown before and after one that a tool points at: enough to see where a value comes from. */
const AROUND = 3;

/** `path:12` or `path:12-30`, wherever a word begins: without that, a long word would take quadratic time. */
const REFERENCE = /(?<![^\s:'"`()[\],])([^\s:'"`()[\],]+):(\d{1,7})(?:-(\d{1,7}))?/g;

/**
 * The lines of files that a tool's output points at by `path:line` or `path:first-last`, with three around them, in
 * the form of `renderFiles`; lines left out between two parts of a file are shown as one `…`.
 *
 * @param files as `renderFiles` gives them
 * @returns empty where the output points at nothing that is among the files
 */
export function renderExcerpts(files: string, output: string): string {
  const known = new Map(readRendered(files).files.map((file) => [file.path, file]));
  const wanted = new Map<string, Set<number>>();
  for (const [, path, first, last] of output.matchAll(REFERENCE)) {
    const file = known.get(path ?? '');
    if (!file) continue;
    const numbers = wanted.get(file.path) ?? new Set();
    wanted.set(file.path, numbers);
    const from = Math.max(1, Number(first) - AROUND);
    const to = Math.min(file.lines.length, Number(last ?? first) + AROUND);
    for (let number = from; number <= to; number++) numbers.add(number);
  }
  return [...known.values()]
    .map((file) => renderLines(file, wanted.get(file.path) ?? new Set()))
    .filter((text) => text !== '')
    .join('\n');
}

function renderLines(file: RenderedFile, numbers: ReadonlySet<number>): string {
  const shown = file.lines.filter((line) => numbers.has(line.number));
  if (shown.length === 0) return '';
  const lines = shown.flatMap(({ number, text }, k) => {
    const isAfterGap = k > 0 && shown[k - 1]?.number !== number - 1;
    return isAfterGap ? [GAP, `${number}| ${text}`] : [`${number}| ${text}`];
  });
  return [`=== ${file.path}`, ...lines].join('\n');
}
