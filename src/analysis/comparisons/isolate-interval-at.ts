import { mean } from 'simple-statistics';
import type { Interval } from '../../schema/primitives.ts';
import { isolateSpread } from './isolate-interval.ts';
import { studentCritical } from './student-t.ts';

/**
 * Student's interval mean ± t sd / sqrt(R) over R isolates at any level. Null for fewer than two.
 * Source: Student, The probable error of a mean, Biometrika 6, 1908.
 * @throws RangeError unless 0 < level < 1
 */
export function isolateIntervalAt(values: readonly number[], level: number): Interval {
  const spread = isolateSpread(values);
  if (spread === null) return null;
  const centre = mean([...values]);
  const reach = (studentCritical(values.length - 1, level) * spread) / Math.sqrt(values.length);
  return [centre - reach, centre + reach];
}
