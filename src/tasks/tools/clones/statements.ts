import { functionAround } from '../../parse/functions.ts';
import { lastLineOf, lineOf, type Syntax, type SyntaxNode } from '../../parse/syntax.ts';
import { walk } from '../../parse/walk.ts';
import { apart, type CloneGroup, groupedBy, LIKENESS, type Member } from './groups.ts';
import { exactKey, renamedKey, shapeOf, type Token, tokensOf } from './tokens.ts';

/** Fewer statements or tokens are alike by chance. */
const FEWEST_STATEMENTS = 3;
const SHORTEST_TOKENS = 60;
const MOST_STATEMENTS = 12;

/** Successive statements of one block. */
interface Window {
  syntax: Syntax;
  statements: readonly { node: SyntaxNode; tokens: Token[] }[];
}

/** Windows of all blocks of functions, by the shapes of their statements. */
export class Windows {
  readonly #byShape = new Map<string, Window[]>();
  readonly #numbers = new Map<string, number>();

  /** Adds those of one file. @param nameOf name of the function that a node stands in */
  add(syntax: Syntax): void {
    for (const block of walk(syntax.root)) {
      const isBlock = block.type === 'Block' || block.type === 'Body';
      if (!isBlock || !functionAround(block)) continue;
      const statements = block.children
        .filter(({ type }) => !['{', '}', ':', ';'].includes(type))
        .map((node) => ({ node, tokens: tokensOf(syntax, node) }))
        .filter(({ tokens }) => tokens.length > 0);
      if (statements.length >= FEWEST_STATEMENTS) this.#addBlock(syntax, statements);
    }
  }

  #addBlock(syntax: Syntax, statements: Window['statements']): void {
    const shapes = statements.map(({ tokens }) => this.#numberOf(tokens.map(shapeOf).join(' ')));
    for (let first = 0; first + FEWEST_STATEMENTS <= statements.length; first++) {
      let size = 0;
      const longest = Math.min(MOST_STATEMENTS, statements.length - first);
      for (let length = 1; length <= longest; length++) {
        size += statements[first + length - 1]?.tokens.length ?? 0;
        if (length < FEWEST_STATEMENTS || size < SHORTEST_TOKENS) continue;
        const key = shapes.slice(first, first + length).join(',');
        const window = { syntax, statements: statements.slice(first, first + length) };
        const list = this.#byShape.get(key);
        if (list) list.push(window);
        else this.#byShape.set(key, [window]);
      }
    }
  }

  #numberOf(shape: string): number {
    const number = this.#numbers.get(shape) ?? this.#numbers.size;
    this.#numbers.set(shape, number);
    return number;
  }

  /** Groups of equal windows, and of those equal up to names and literals. */
  groups(nameOf: (syntax: Syntax, node: SyntaxNode) => string): CloneGroup[] {
    return [...this.#byShape.values()]
      .filter((windows) => windows.length > 1)
      .flatMap((windows) => groupedBy(windows, (window) => renamedKey(tokensIn(window))))
      .flatMap((windows) => {
        const members = apart(windows.map((window) => memberOf(window, nameOf)));
        if (members.length < 2) return [];
        const texts = new Set(windows.map((window) => exactKey(tokensIn(window))));
        const likeness = texts.size > 1 ? LIKENESS[1] : LIKENESS[0];
        return [{ likeness, unit: 'statements' as const, members }];
      });
  }
}

const tokensIn = ({ statements }: Window): Token[] => statements.flatMap(({ tokens }) => tokens);

function memberOf(window: Window, nameOf: (syntax: Syntax, node: SyntaxNode) => string): Member {
  const { syntax, statements } = window;
  const first = statements[0]?.node ?? syntax.root;
  const last = statements.at(-1)?.node ?? first;
  return {
    path: syntax.path,
    name: nameOf(syntax, first),
    first_line: lineOf(syntax, first),
    last_line: lastLineOf(syntax, last),
    from: first.from,
    to: last.to,
    tokens: tokensIn(window).length,
  };
}
