import { bodyOf, definitionsOf } from '../../parse/functions.ts';
import { lastLineOf, lineOf, type Syntax } from '../../parse/syntax.ts';
import {
  apart,
  type CloneGroup,
  groupedBy,
  LIKENESS,
  type Likeness,
  type Member,
  overlaps,
} from './groups.ts';
import { type ShapeNumbers, shinglesOf, similarPairs } from './similar-pairs.ts';
import { exactKey, renamedKey, tokensOf } from './tokens.ts';

/** Shorter functions are alike by chance: getters, one-line wrappers. */
const SHORTEST_TOKENS = 40;
const SHORTEST_LINES = 4;
/**
 * Least similarity of near-miss clones. Roy and Cordy 2008 (NICAD, ICPC) allow for 30 % of difference in lines; a
 * changed token changes four shingles, and what is less alike than this is mostly idiom.
 */
const SIMILAR = 0.8;

/** A function that is long enough to be compared. */
export interface Candidate extends Member {
  exact: string;
  renamed: string;
  shingles: Set<number>;
  /** Languages that are compared with each other: types apart, JavaScript and TypeScript are one. */
  family: string;
}

/** Named functions of a file that are long enough. */
export function candidatesIn(syntax: Syntax, numbers: ShapeNumbers): Candidate[] {
  return definitionsOf(syntax).flatMap(({ kind, name, node }) => {
    const first_line = lineOf(syntax, node);
    const last_line = lastLineOf(syntax, node);
    const isTooShort = last_line - first_line + 1 < SHORTEST_LINES;
    if (kind !== 'function' || name.endsWith('(anonymous)') || isTooShort || !bodyOf(node)) return [];
    const tokens = tokensOf(syntax, node);
    if (tokens.length < SHORTEST_TOKENS) return [];
    const { path } = syntax;
    const place = { path, name, first_line, last_line, from: node.from, to: node.to, tokens: tokens.length };
    // What a function is called is no part of what it does.
    const code = tokens.map((token) => (token.text === lastName(name) ? { ...token, text: 'self' } : token));
    return [
      {
        ...place,
        exact: exactKey(code),
        renamed: renamedKey(code),
        shingles: shinglesOf(code, numbers),
        family: syntax.language === 'python' ? 'python' : 'script',
      },
    ];
  });
}

const lastName = (name: string) => name.slice(name.lastIndexOf('.') + 1);

/** Groups of functions that are equal, equal up to names and literals, or nearly so. */
export function functionGroups(candidates: readonly Candidate[]): CloneGroup[] {
  const classes = groupedBy(candidates, (each) => `${each.family} ${each.renamed}`);
  const representatives = classes.flatMap((members) => members.slice(0, 1));
  const sets = representatives.map((each) => each.shingles);
  const leader = classes.map((_, index) => index);
  const find = (index: number): number => {
    let root = index;
    while (leader[root] !== root) root = leader[root] ?? root;
    return root;
  };
  for (const [a, b] of similarPairs(sets, SIMILAR)) {
    const [first, second] = [representatives[a], representatives[b]];
    if (first && second && first.family === second.family && !overlaps(first, second))
      leader[find(b)] = find(a);
  }
  const joined = groupedBy([...classes.entries()], ([index]) => String(find(index)));
  return joined.flatMap((parts) => {
    const members = apart(parts.flatMap(([, each]) => each));
    if (members.length < 2) return [];
    const ofMembers = parts.flatMap(([, each]) => each);
    return [{ likeness: likenessOf(parts.length, ofMembers), unit: 'functions' as const, members }];
  });
}

/** The loosest likeness that a group needs. */
function likenessOf(classes: number, members: readonly Candidate[]): Likeness {
  if (classes > 1) return LIKENESS[2];
  return new Set(members.map((each) => each.exact)).size > 1 ? LIKENESS[1] : LIKENESS[0];
}
