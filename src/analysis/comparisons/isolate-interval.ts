import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { Interval } from '../../schema/primitives.ts';
import { studentCritical } from './student-t.ts';

/** Standard deviation (R - 1 degrees of freedom) between isolates, one value each; null for fewer than two. */
export function isolateSpread(values: readonly number[]): number | null {
  return values.length >= 2 ? sampleStandardDeviation([...values]) : null;
}

/**
 * Interval mean +- t_(R-1) sd / sqrt(R) over R isolates, one value each, such as the median of its log-ratios.
 * The isolate is the unit that repeats: samples within one share its compiled code and its stretch of time.
 * Source: Student, The probable error of a mean, Biometrika 6, 1908. Null for fewer than two isolates.
 *
 * @throws RangeError unless 0 < level < 1
 */
export function isolateInterval(values: readonly number[], level = 0.95): Interval {
  const spread = isolateSpread(values);
  if (spread === null) return null;
  const centre = mean([...values]);
  const reach = (studentCritical(values.length - 1, level) * spread) / Math.sqrt(values.length);
  return [centre - reach, centre + reach];
}

/** The smallest interval around both; the other one where one is null. */
export function hullInterval(a: Interval, b: Interval): Interval {
  if (a === null || b === null) return a ?? b;
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}
