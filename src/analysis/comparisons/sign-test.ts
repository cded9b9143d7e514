import type { Interval } from '../../schema/primitives.ts';

/**
 * P[X <= k] for k = 0..n, X binomial with n fair coins. Weights start at 1 in the middle and fall outwards by
 * C(n, k-1) / C(n, k) = k / (n - k + 1), so that nothing overflows at any n; what underflows to 0 is below 1e-300 of
 * the middle. Sums run from the small end, which keeps the relative precision of small tails.
 */
export function fairCoinsCdf(n: number): Float64Array {
  const weights = new Float64Array(n + 1);
  let weight = 1;
  for (let k = Math.floor(n / 2); k >= 0; k--) {
    weights[k] = weight;
    weights[n - k] = weight;
    weight *= k / (n - k + 1);
  }
  let total = 0;
  const sums = weights.map((each) => {
    total += each;
    return total;
  });
  return sums.map((sum) => sum / total);
}

/**
 * Exact two-sided sign test of "as often above 0 as below": with W of the m values that are not 0 above it,
 * p = min(1, 2 min(P[X <= W], P[X >= W])), X binomial(m, 1/2). Source: Conover, Practical Nonparametric Statistics,
 * 3rd ed. 1999, section 3.4. It holds its level whatever the noise, drift or autocorrelation is, if a fair coin
 * decided which of the two was measured first. 1 where no value differs from 0; null without values.
 */
export function signTest(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const above = values.filter((value) => value > 0).length;
  const below = values.filter((value) => value < 0).length;
  const tail = fairCoinsCdf(above + below)[Math.min(above, below)] ?? 1;
  return Math.min(1, 2 * tail);
}

/**
 * Interval of the median by inverting the sign test: the order statistics [x_(c), x_(n-c+1)] with the largest c for
 * which P[X <= c - 1] <= (1 - level) / 2, X binomial(n, 1/2). It leaves out 0 exactly where p <= 1 - level (values that
 * are 0 apart: the test drops them, the interval keeps them and is then the more careful of the two).
 * Source: Conover 1999, section 3.2. Null for so few values that no finite interval reaches the level: six for 95 %,
 * seven for 98 %.
 *
 * @throws RangeError unless 0 < level < 1
 */
export function signInterval(values: readonly number[], level = 0.95): Interval {
  if (!(level > 0 && level < 1)) throw new RangeError(`A level lies between 0 and 1; this is ${level}.`);
  const sorted = values.toSorted((a, b) => a - b);
  const rank = fairCoinsCdf(sorted.length).findLastIndex((probability) => probability <= (1 - level) / 2);
  const [low, high] = [sorted[rank], sorted[sorted.length - 1 - rank]];
  return rank < 0 || low === undefined || high === undefined ? null : [low, high];
}
