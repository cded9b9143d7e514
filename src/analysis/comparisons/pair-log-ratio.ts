import { median } from 'simple-statistics';
import type { Interval } from '../../schema/primitives.ts';
import { signInterval, signTest } from './sign-test.ts';

/** The times of two contenders that took their turn one right after the other, in one and the same unit. */
export interface Pair {
  a: number;
  b: number;
}

export interface PairedRatio {
  /** Typical b / a; null without pairs. */
  ratio: number | null;
  /** Of the ratio; null for fewer than six pairs. */
  ci95: Interval;
  /** Exact two-sided p value of "a and b are the same"; null without pairs. */
  p: number | null;
  pairs: number;
}

/**
 * d = ln(b / a) of each pair: drift of the machine hits both and cancels.
 * @throws RangeError where a time is not positive and finite
 */
export function logRatios(pairs: readonly Pair[]): number[] {
  return pairs.map(({ a, b }) => {
    const d = Math.log(b / a);
    if (!(a > 0 && b > 0 && Number.isFinite(d))) {
      throw new RangeError(`There is no ratio of the times ${b} and ${a}: both have to be positive.`);
    }
    return d;
  });
}

/** An interval of logarithms as one of ratios. */
export const expInterval = (interval: Interval): Interval =>
  interval && [Math.exp(interval[0]), Math.exp(interval[1])];

/**
 * Effect e^median(d), exact sign test and its inverted interval over the pair log-ratios d.
 * @throws RangeError where a time is not positive and finite
 */
export function pairLogRatio(pairs: readonly Pair[]): PairedRatio {
  const d = logRatios(pairs);
  return {
    ratio: d.length > 0 ? Math.exp(median(d)) : null,
    ci95: expInterval(signInterval(d)),
    p: signTest(d),
    pairs: d.length,
  };
}
