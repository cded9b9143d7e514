import type { TreeCursor } from '@lezer/common';
import { parser as javascriptParser } from '@lezer/javascript';
import { parser as pythonParser } from '@lezer/python';
import type { SourceFile } from '../../task-contracts.ts';
import { endingOf, type ParsedLanguage, parsedLanguageOf } from './languages.ts';

/** A node of a syntax tree: its name in Lezer's grammar, its place in the text, and its neighbours. */
export interface SyntaxNode {
  type: string;
  from: number;
  to: number;
  parent: SyntaxNode | null;
  children: SyntaxNode[];
}

/** A file with its tree. */
export interface Syntax {
  path: string;
  text: string;
  language: ParsedLanguage;
  root: SyntaxNode;
  /** Offsets at which lines begin. */
  line_starts: Uint32Array;
}

/** What a file became: a tree, or the reason why it has none. */
export type Parsed = { syntax: Syntax } | { reason: string };

/** Longer files are generated; nobody asks about them. */
const LONGEST_CHARACTERS = 2 ** 20;
/**
 * Deepest nesting of brackets. Where a bracket may open an expression or a pattern, the parser follows both
 * readings, and takes 20 s and more for some thousand of them; code that people write stays below 30.
 */
const DEEPEST_NESTING = 100;

const PARSERS = {
  python: pythonParser,
  js: javascriptParser.configure({ dialect: 'jsx' }),
  ts: javascriptParser.configure({ dialect: 'ts' }),
  tsx: javascriptParser.configure({ dialect: 'ts jsx' }),
};

function parserOf(language: ParsedLanguage, path: string) {
  if (language === 'python') return PARSERS.python;
  if (language === 'javascript') return PARSERS.js;
  return endingOf(path) === 'tsx' ? PARSERS.tsx : PARSERS.ts;
}

/**
 * Parses one file. The parser tolerates errors: a broken file gives a tree with gaps, not an exception.
 *
 * @returns null for a language that is not parsed, a reason for what is too long, too deep or no text
 */
export function parse(file: SourceFile): Parsed | null {
  const language = parsedLanguageOf(file.path);
  if (!language) return null;
  const { path, text } = file;
  if (text.length > LONGEST_CHARACTERS) return { reason: `longer than ${LONGEST_CHARACTERS} characters` };
  if (text.includes('\0')) return { reason: 'binary' };
  if (nestingOf(text) > DEEPEST_NESTING) return { reason: `nested deeper than ${DEEPEST_NESTING} brackets` };
  const root = toNodes(parserOf(language, path).parse(text).cursor());
  return { syntax: { path, text, language, root, line_starts: lineStarts(text) } };
}

/** Strings, comments and brackets; whatever else there is, is passed over. */
const BRACKETS = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/.*|#.*|\/\*[\s\S]*?\*\/|[([{]|[)\]}]/g;

/** Deepest nesting of brackets outside of strings and comments, without parsing. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(BRACKETS)) {
    if (token === '(' || token === '[' || token === '{') deepest = Math.max(deepest, ++depth);
    else if (token === ')' || token === ']' || token === '}') depth = Math.max(0, depth - 1);
  }
  return deepest;
}

/** Copies the tree that a cursor walks over; comments are left out. Iterative, for trees of any depth. */
function toNodes(cursor: TreeCursor): SyntaxNode {
  const nodeHere = (parent: SyntaxNode | null): SyntaxNode => ({
    type: cursor.name,
    from: cursor.from,
    to: cursor.to,
    parent,
    children: [],
  });
  const root = nodeHere(null);
  if (!cursor.firstChild()) return root;
  let parent = root;
  for (;;) {
    const node = nodeHere(parent);
    if (!node.type.endsWith('Comment')) parent.children.push(node);
    if (cursor.firstChild()) {
      parent = node;
      continue;
    }
    while (!cursor.nextSibling()) {
      if (!cursor.parent() || !parent.parent) return root;
      parent = parent.parent;
    }
  }
}

function lineStarts(text: string): Uint32Array {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return Uint32Array.from(starts);
}

/** The line, counted from 1, of an offset. */
export function lineAt(syntax: Syntax, offset: number): number {
  const starts = syntax.line_starts;
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

/** First line of a node. */
export const lineOf = (syntax: Syntax, node: SyntaxNode): number => lineAt(syntax, node.from);

/** Last line of a node: of its last character that is not blank, since a Python body reaches into the next line. */
export function lastLineOf(syntax: Syntax, node: SyntaxNode): number {
  let end = node.to;
  while (end > node.from + 1 && /\s/.test(syntax.text[end - 1] ?? '')) end--;
  return lineAt(syntax, Math.max(node.from, end - 1));
}

/** Source text of a node. */
export const textOf = (syntax: Syntax, node: SyntaxNode): string => syntax.text.slice(node.from, node.to);

/** Number of lines of a text; a line break at its end opens no further one. */
export const countLines = (text: string): number =>
  text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
