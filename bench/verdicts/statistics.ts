/** The tests that users of the usual tools apply to their samples. */
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { normalTail } from '../../src/analysis/comparisons/standard-normal.ts';

const twoSided = (z: number) => Math.min(1, 2 * normalTail(Math.abs(z)));

/** Welch's t (Biometrika 34, 1947) with its normal approximation: exact enough from about twenty samples on. */
export function welch(a: readonly number[], b: readonly number[]): number {
  const variance = (x: readonly number[]) => sampleStandardDeviation([...x]) ** 2 / x.length;
  return twoSided((mean([...a]) - mean([...b])) / Math.sqrt(variance(a) + variance(b)));
}

/** Mann-Whitney's U (Annals of Mathematical Statistics 18, 1947) by its normal approximation, ties at their mean rank. */
export function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))];
  all.sort((x, y) => x.value - y.value);
  let ranks = 0;
  for (let i = 0; i < all.length; ) {
    let end = i;
    while (end < all.length && all[end]?.value === all[i]?.value) end += 1;
    const rank = (i + end + 1) / 2;
    for (let j = i; j < end; j++) if (all[j]?.isA) ranks += rank;
    i = end;
  }
  const u = ranks - (a.length * (a.length + 1)) / 2;
  const sd = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  return twoSided((u - (a.length * b.length) / 2) / sd);
}
