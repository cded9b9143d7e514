import type { Random } from '../random.ts';

/** Bits of a drawn number that stay unused, so that no index is favoured by more than one in a million. */
const SPARE_BITS = 20;
const BITS = 53;
const MOST_DRAWS = 16;

/**
 * Fills `indices` with random ones for resampling, several from each number of 53 bits: the whole part of u n is an
 * index, and its fraction is the next u. Millions of resamples spend most of their time on drawing; this costs a third
 * of drawing them singly.
 *
 * @param n the first index is below it, at most 2^31
 * @param shrink 0 where all indices are below n; 1 where the i-th is below n - i, as for dealing without replacement
 */
export function drawIndices(random: Random, indices: Int32Array, n: number, shrink: 0 | 1): void {
  const bits = Math.max(1, Math.log2(n));
  const perNumber = Math.max(1, Math.min(MOST_DRAWS, Math.floor((BITS - SPARE_BITS) / bits)));
  const { length } = indices;
  for (let i = 0; i < length; ) {
    let rest = random.next();
    const end = Math.min(length, i + perNumber);
    for (; i < end; i++) {
      const scaled = rest * (n - shrink * i);
      // An integer of 32 bits, which an array takes without a conversion.
      const index = scaled | 0;
      rest = scaled - index;
      indices[i] = index;
    }
  }
}
