import type { SyntaxNode } from './syntax.ts';

/** Ranks of what a value may come from; a value made of several has the highest. */
const RANKS = { literal: 0, unknown: 1, parameter: 2, request: 3 } as const;

/** Where a value comes from, as far as its own function shows. */
export interface Origin {
  kind: keyof typeof RANKS;
  /** What a reader would call the part that isn't fixed; empty for a literal. */
  name: string;
  /** Whether it is text put together with a part that isn't fixed. */
  is_built: boolean;
  /** The fixed text, with `INPUT` for a parameter or a part of a request and `HOLE` for what else isn't fixed. */
  text: string;
  /** Names that it went through on its way. */
  names: readonly string[];
}

/** Stand in an origin's text for parts that aren't fixed. */
export const HOLE = '\uFFFC';
export const INPUT = '\uFFFD';
const LONGEST_TEXT = 4000;
const MOST_NAMES = 40;

export const literal = (text = ''): Origin => ({
  kind: 'literal',
  name: '',
  is_built: false,
  text,
  names: [],
});

export const variable = (kind: Origin['kind'], name: string): Origin => ({
  kind,
  name,
  is_built: false,
  text: kind === 'parameter' || kind === 'request' ? INPUT : HOLE,
  names: [name.split(/[.[(]/)[0] ?? name],
});

/** The one that counts more: by rank, the earlier of equals. */
const stronger = (a: Origin, b: Origin) => (RANKS[b.kind] > RANKS[a.kind] ? b : a);

/** One text after the other. */
export function joined(parts: readonly Origin[], builds: boolean): Origin {
  const strongest = parts.reduce(stronger, literal());
  return {
    ...strongest,
    is_built: strongest.kind !== 'literal' && (builds || parts.some((part) => part.is_built)),
    text: parts
      .map((part) => part.text)
      .join('')
      .slice(0, LONGEST_TEXT),
    names: mergeNames(parts),
  };
}

/** One or the other. */
export function either(parts: readonly Origin[]): Origin {
  const strongest = parts.reduce(stronger, parts[0] ?? literal());
  return {
    ...strongest,
    is_built: parts.some((part) => part.is_built),
    names: mergeNames(parts),
  };
}

const mergeNames = (parts: readonly Origin[]): string[] =>
  [...new Set(parts.flatMap((part) => part.names))].slice(0, MOST_NAMES);

/** What makes a value harmless for one kind of use. */
export interface Purpose {
  id: string;
  /** Last part of the name of a function whose result is harmless. */
  cleaners: RegExp;
}

/** Origins that are known already: one table for each purpose. */
export type Known = Map<SyntaxNode, Origin | null>;
