import type { Interval } from '../../schema/primitives.ts';
import { fairCoinsCdf } from './sign-test.ts';

/**
 * Interval of the median at any level, by inverting the sign test: the order statistics [x_(c), x_(n-c+1)] with the
 * largest c for which P[X <= c - 1] <= (1 - level) / 2, X binomial(n, 1/2).
 * Source: Conover, Practical Nonparametric Statistics, 3rd ed. 1999, section 3.2. Null for so few values that no
 * finite interval reaches the level: six for 95 %, seven for 98 %.
 *
 * @throws RangeError unless 0 < level < 1
 */
export function signIntervalAt(values: readonly number[], level: number): Interval {
  if (!(level > 0 && level < 1)) throw new RangeError(`A level lies between 0 and 1; this is ${level}.`);
  const sorted = values.toSorted((a, b) => a - b);
  const rank = fairCoinsCdf(sorted.length).findLastIndex((probability) => probability <= (1 - level) / 2);
  const [low, high] = [sorted[rank], sorted[sorted.length - 1 - rank]];
  return rank < 0 || low === undefined || high === undefined ? null : [low, high];
}
