import { shapeOf, type Token } from './tokens.ts';

/** Tokens in a shingle. */
const SHINGLE = 4;
/** Room for each token's number in a shingle's: more kinds of keywords and signs than any grammar has. */
const BASE = 2 ** 10;
const MOST_REPEATS = 2 ** 6;
/** More than arithmetic on shares of sets loses, and less than one member of any set is. */
const ROUNDING = 1e-9;

/** Numbers the shapes of tokens, one table for all code that is compared. */
export class ShapeNumbers {
  readonly #numbers = new Map<string, number>();

  of(token: Token): number {
    const shape = shapeOf(token);
    const known = this.#numbers.get(shape);
    if (known !== undefined) return known;
    const number = this.#numbers.size % BASE;
    this.#numbers.set(shape, number);
    return number;
  }
}

/**
 * Runs of `SHINGLE` tokens without names and values (Broder 1997, On the resemblance and containment of documents);
 * the second of two equal ones is another one, so that the set is a multiset.
 */
export function shinglesOf(tokens: readonly Token[], numbers: ShapeNumbers): Set<number> {
  const shapes = tokens.map((token) => numbers.of(token));
  const seen = new Map<number, number>();
  const shingles = new Set<number>();
  for (let at = 0; at + SHINGLE <= shapes.length; at++) {
    let key = 0;
    for (let step = 0; step < SHINGLE; step++) key = key * BASE + (shapes[at + step] ?? 0);
    const repeats = Math.min(seen.get(key) ?? 0, MOST_REPEATS - 1);
    seen.set(key, repeats + 1);
    shingles.add(key * MOST_REPEATS + repeats);
  }
  return shingles;
}

/** Share of what two sets have in common, 0 to 1: 2·|A∩B| / (|A|+|B|) (Dice 1945, Ecology 26(3)). */
export function similarity(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let common = 0;
  for (const each of small) if (large.has(each)) common++;
  return a.size + b.size === 0 ? 0 : (2 * common) / (a.size + b.size);
}

/**
 * All pairs that are at least so similar, found without comparing every one with every other: of two such sets, each
 * ordered from its rarest member on, the beginnings have a member in common (prefix filter; Chaudhuri, Ganti and
 * Kaushik 2006, A primitive operator for similarity joins, ICDE). A Dice of t asks of each set for a share of t/(2−t).
 *
 * @returns pairs of indices, the smaller first, in order
 */
export function similarPairs(sets: readonly ReadonlySet<number>[], threshold: number): [number, number][] {
  const counts = new Map<number, number>();
  for (const set of sets) for (const each of set) counts.set(each, (counts.get(each) ?? 0) + 1);
  const share = threshold / (2 - threshold);
  const holders = new Map<number, number[]>();
  const pairs: [number, number][] = [];
  sets.forEach((set, index) => {
    const ordered = [...set].sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0) || a - b);
    // A share of 2/3 of six is four, also where rounding makes it a little more.
    const prefix = ordered.slice(0, set.size - Math.ceil(share * set.size - ROUNDING) + 1);
    const candidates = new Set<number>();
    for (const each of prefix) {
      const list = holders.get(each) ?? [];
      holders.set(each, list);
      for (const other of list) candidates.add(other);
      list.push(index);
    }
    for (const other of [...candidates].sort((a, b) => a - b)) {
      const before = sets[other];
      if (before && similarity(before, set) >= threshold) pairs.push([other, index]);
    }
  });
  return pairs;
}
