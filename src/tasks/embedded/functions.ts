import type { RenderedFile } from '../read-rendered.ts';

/** A function as it can be told from its lines' look. */
export interface FunctionText {
  file: string;
  name: string;
  first_line: number;
  /** With the line that names it. */
  lines: string[];
  /** The line above it where that is a decorator. */
  decorator: string | null;
}

const PYTHON = /^\s*(?:async\s+)?def\s+(\w+)/;
const JAVASCRIPT = [
  /^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?function\*?\s+(\w+)/,
  /^\s*(?:export\s+)?(?:const|let)\s+(\w+)\s*=\s*(?:async\s+)?(?:\([^()]*\)(?:\s*:[^=]+)?|\w+)\s*=>/,
  /^\s+(?:(?:static|async|public|private)\s+)*(?!(?:if|for|while|switch|catch|return|function)\b)(\w+)\([^()]*\)(?:\s*:[^{]+)?\s*\{$/,
];

export const isPython = (path: string): boolean => path.endsWith('.py');

const nameOf = (path: string, line: string): string | undefined =>
  (isPython(path) ? [PYTHON] : JAVASCRIPT).map((pattern) => pattern.exec(line)?.[1]).find((name) => name);

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** Ends where the indentation is back, which a closing bracket on that level still belongs to. */
function lengthOf(lines: readonly string[]): number {
  const indent = indentOf(lines[0] ?? '');
  const after = lines.findIndex((line, k) => k > 0 && line.trim() !== '' && indentOf(line) <= indent);
  if (after < 0) return lines.length;
  return /^\s*[)}\]]/.test(lines[after] ?? '') ? after + 1 : after;
}

/** Functions and methods, nested ones too, in order. */
export function findFunctions(file: RenderedFile): FunctionText[] {
  const texts = file.lines.map(({ text }) => text);
  return file.lines.flatMap(({ number, text }, k) => {
    const name = nameOf(file.path, text);
    if (name === undefined) return [];
    // A signature over several lines ends in a line that begins with its bracket.
    const length = lengthOf(texts.slice(k));
    const above = texts[k - 1]?.trim() ?? '';
    const lines = texts.slice(k, k + length);
    while (lines.at(-1)?.trim() === '') lines.pop();
    return [
      { file: file.path, name, first_line: number, lines, decorator: above.startsWith('@') ? above : null },
    ];
  });
}

const BRANCH = /\b(?:if|elif|for|while|case|catch|except|and|or)\b|&&|\|\||\?\?|\s\?\s/g;

/** Roughly McCabe's number ("A complexity measure", IEEE TSE SE-2(4), 1976): one more than the branching words. */
export function roughComplexity({ lines }: FunctionText): number {
  return lines.reduce((sum, line) => sum + (withoutTexts(line).match(BRANCH)?.length ?? 0), 1);
}

/** A line without what its strings and comments say. */
export const withoutTexts = (line: string): string =>
  line
    .replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, "''")
    .replace(/(?:\/\/|#\s|^\s*\/?\*).*$/, '');
