import { type FunctionText, isPython, roughComplexity, withoutTexts } from './functions.ts';
import type { Edge } from './imports.ts';
import type { Material } from './material.ts';
import type { NamedFunction } from './notes.ts';

const textOf = (lines: readonly { text: string }[]): string => lines.map(({ text }) => text).join('\n');

/** What a tool listed counts where it listed any; otherwise what the code looks like. */
export const edgesOf = ({ edges, notes }: Material): Edge[] => (notes.edges.length > 0 ? notes.edges : edges);

export const pathsOf = ({ files, notes }: Material): string[] => [
  ...new Set([...files.map(({ path }) => path), ...notes.paths]),
];

interface Measured {
  file: string;
  name: string;
  complexity: number;
}

export function measured({ functions, notes }: Material): Measured[] {
  const rated = notes.functions.filter(
    (each): each is NamedFunction & { complexity: number } => each.complexity !== null,
  );
  if (rated.length > 0) return rated.map(({ file, name, complexity }) => ({ file, name, complexity }));
  return functions.map((each) => ({ file: each.file, name: each.name, complexity: roughComplexity(each) }));
}

export const mostComplex = (material: Material): Measured | null =>
  measured(material).reduce<Measured | null>(
    (most, each) => (most && most.complexity >= each.complexity ? most : each),
    null,
  );

export function functionsByFile(material: Material): Record<string, number> {
  const counts = new Map([...material.files, ...material.notes.outlines].map(({ path }) => [path, 0]));
  for (const { file } of measured(material)) counts.set(file, (counts.get(file) ?? 0) + 1);
  return Object.fromEntries(counts);
}

export function classesOf({ files, notes }: Material): string[] {
  const listed = notes.outlines.flatMap(({ classes }) => classes);
  if (listed.length > 0) return listed;
  return files.flatMap(({ lines }) =>
    lines.flatMap(({ text }) => /^\s*(?:export\s+)?(?:abstract\s+)?class\s+(\w+)/.exec(text)?.[1] ?? []),
  );
}

/**
 * Files that nobody imports, told apart by whether they do something when they are run. Of files whose text isn't
 * shown, all are taken to do something.
 */
export function roots(material: Material): { entries: string[]; dead: string[] } {
  const imported = new Set(edgesOf(material).map(({ to }) => to));
  const alone = material.files.filter(({ path }) => !imported.has(path));
  const runs = ({ path, lines }: (typeof alone)[number]) =>
    isPython(path)
      ? lines.some(({ text }) => /^if __name__ ==/.test(text))
      : lines.some(({ text }) => /^(?:await\s+)?[a-z][\w.]*\(/i.test(text));
  const entries = alone.filter(runs);
  const outlined = material.files.length > 0 ? [] : material.notes.outlines;
  const unseen = outlined.filter(({ path }) => !imported.has(path));
  return {
    entries: [...entries, ...unseen].map(({ path }) => path),
    dead: alone.filter((file) => !entries.includes(file)).map(({ path }) => path),
  };
}

/** Pairs of files that import one another; longer cycles are not looked for. */
export function mutualImports(material: Material): string[][] {
  const edges = edgesOf(material);
  const known = new Set(edges.map(({ from, to }) => `${from} ${to}`));
  return edges
    .filter(({ from, to }) => from < to && known.has(`${to} ${from}`))
    .map(({ from, to }) => [from, to]);
}

export function mostImported(material: Material): string {
  const counts = new Map<string, number>();
  for (const { to } of edgesOf(material)) counts.set(to, (counts.get(to) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

const LANGUAGES: Readonly<Record<string, string>> = {
  py: 'python',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  tsx: 'typescript',
};

export function filesByLanguage(material: Material): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const path of pathsOf(material)) {
    const language = LANGUAGES[path.slice(path.lastIndexOf('.') + 1)];
    if (language !== undefined) counts[language] = (counts[language] ?? 0) + 1;
  }
  return counts;
}

export function largestFile({ files, notes }: Material): string {
  const lengths = files.map(({ path, lines }) => ({ path, lines: lines.length }));
  return [...notes.outlines, ...lengths].sort((a, b) => b.lines - a.lines)[0]?.path ?? '';
}

const named = (functions: readonly FunctionText[], isWanted: (code: string) => boolean): string[] =>
  functions
    .filter(({ lines }) => isWanted(textOf(lines.map((text) => ({ text: withoutTexts(text) })))))
    .map(({ name }) => name);

export const decorated = ({ functions }: Material): string[] =>
  functions.filter(({ decorator }) => decorator !== null).map(({ name }) => name);

export const raising = ({ functions }: Material): string[] =>
  named(functions, (code) => /\b(?:raise|throw)\b/.test(code));

/** Functions that divide or take a logarithm, where no usual guard stands in them. */
export const numericalRisks = ({ functions }: Material): string[] =>
  named(
    functions,
    (code) =>
      /\s\/\s|\blog\(/.test(code) && !/no_nan|maximum|\bmax\(|epsilon|clip|\braise\b|\bif\b/i.test(code),
  );
