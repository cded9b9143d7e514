import { medianSorted } from 'simple-statistics';
import type { Interval } from '../../schema/primitives.ts';
import { coinSumCdf } from './signed-ranks.ts';
import { normalCritical } from './standard-normal.ts';
import { MOST_EXACT } from './wilcoxon.ts';

/** (x_i + x_j) / 2 over all i <= j, ascending. */
function walshAverages(values: readonly number[]): Float64Array {
  const n = values.length;
  const averages = new Float64Array((n * (n + 1)) / 2);
  let next = 0;
  for (const [i, x] of values.entries()) {
    for (let j = i; j < n; j++) averages[next++] = (x + (values[j] ?? 0)) / 2;
  }
  return averages.sort();
}

/** How many of the smallest Walsh averages lie outside of the interval: the largest k with P[T <= k - 1] <= tail. */
function excluded(n: number, tail: number): number {
  if (n <= MOST_EXACT) {
    const ranks = Array.from({ length: n }, (_, i) => i + 1);
    return coinSumCdf(ranks).findLastIndex((probability) => probability <= tail) + 1;
  }
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
  return Math.floor((n * (n + 1)) / 4 - 0.5 - normalCritical(tail) * deviation) + 1;
}

export interface HodgesLehmann {
  /** Null without values. */
  estimate: number | null;
  /** Null for so few values that no finite interval reaches the level: six for 95 %, eight for 98.6 %. */
  interval: Interval;
}

/**
 * The centre of symmetrically scattered values, the median of their n (n + 1) / 2 Walsh averages, with the interval that
 * inverts Wilcoxon's signed-rank test: the k-th smallest and k-th largest of these averages. Ties make the interval
 * wider than need be, never narrower. As precise as a mean for normal noise (95 %), and it breaks down only where 29 %
 * of the values are wild.
 * Sources: Hodges & Lehmann, Estimates of location based on rank tests, Annals of Mathematical Statistics 34, 1963;
 * Hollander & Wolfe, Nonparametric Statistical Methods, 2nd ed. 1999, sections 3.2 and 3.3 (after Tukey 1949).
 *
 * @param values at most a few thousand: the averages are as many as their square
 * @throws RangeError where a value is not finite, or unless 0 < level < 1
 */
export function hodgesLehmann(values: readonly number[], level = 0.95): HodgesLehmann {
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new RangeError(`A difference is ${bad}; only finite numbers have a centre.`);
  if (!(level > 0 && level < 1)) throw new RangeError(`A level lies between 0 and 1; this is ${level}.`);
  if (values.length === 0) return { estimate: null, interval: null };
  const averages = walshAverages(values);
  const k = excluded(values.length, (1 - level) / 2);
  const [low, high] = [averages[k - 1], averages[averages.length - k]];
  return {
    // The package's type asks for a plain array; it only reads.
    estimate: medianSorted([...averages]),
    interval: k < 1 || low === undefined || high === undefined ? null : [low, high],
  };
}
