import type { Random } from '../random.ts';

/** Bits of a drawn number that stay unused, so that no index is favoured by more than one in a million. */
const SPARE_BITS = 20;
const BITS = 53;
const MOST_DRAWS = 16;

/**
 * Random indices for resampling, several from each number of 53 bits: the whole part of u n is an index, and its
 * fraction is the next u. It costs a third of an exact draw, which is what millions of resamples spend their time on.
 *
 * @param most largest n that will be asked for
 * @returns draws an integer in [0, n), n at most `most`
 */
export function indexSource({ next }: Random, most: number): (n: number) => number {
  const bits = Math.max(1, Math.log2(most));
  const perNumber = Math.max(1, Math.min(MOST_DRAWS, Math.floor((BITS - SPARE_BITS) / bits)));
  let [rest, left] = [0, 0];
  return (n) => {
    if (left === 0) {
      rest = next();
      left = perNumber;
    }
    left -= 1;
    const scaled = rest * n;
    const index = Math.floor(scaled);
    rest = scaled - index;
    return index;
  };
}
