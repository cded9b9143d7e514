import type { Interval } from '../../schema/primitives.ts';

/**
 * Whether a ratio is equivalent to 1 within ±margin: its whole interval lies between 1 / (1 + margin) and 1 + margin,
 * which is what two one-sided tests, "not smaller" and "not larger", say together. An interval of 95 % makes a false
 * claim in at most 2.5 % of the cases in which the true ratio lies just outside.
 * Source: Schuirmann, A comparison of the two one-sided tests procedure and the power approach for assessing the
 * equivalence of average bioavailability, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987.
 *
 * @param interval of the ratio; null, for too few samples, shows nothing
 * @param margin relative, such as 0.01
 */
export function isEquivalent(interval: Interval, margin: number): boolean {
  if (interval === null) return false;
  const bound = Math.log1p(margin);
  return Math.log(interval[0]) > -bound && Math.log(interval[1]) < bound;
}
