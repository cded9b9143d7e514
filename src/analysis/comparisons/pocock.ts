import { crossingProbability } from './crossing-probability.ts';
import { normalCritical, normalDensity, normalTail } from './standard-normal.ts';

/** The search ends where the error rate is right to so many parts of alpha. */
const PRECISION = 1e-9;
const MOST_STEPS = 60;

/**
 * The constant c by which each of K looks rejects, |Z| >= c, so that all of them together err in `alpha` of all cases:
 * 1.960, 2.178, 2.289, 2.361 and 2.413 for one to five equally spaced looks and 5 %. Looks that come early and far
 * apart are less alike, so that the constant is larger: 2.447 for looks after 1, 2, 4, 6 and 8 replicates.
 * Source: Pocock, Group sequential methods in the design and analysis of clinical trials, Biometrika 64, 1977; table
 * 2.1 of Jennison & Turnbull, Group Sequential Methods, 2000.
 *
 * @param looks the information at each, growing and in any unit, such as the number of replicates
 * @throws RangeError where looks do not grow, there is none, or alpha is not between 0 and 1
 */
export function pocockCritical(looks: readonly number[], alpha = 0.05): number {
  if (looks.length === 0) throw new RangeError('A comparison needs at least one look.');
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`An error rate lies between 0 and 1, not ${alpha}.`);
  // One look alone errs no more than all together, and all of them no more than Bonferroni says.
  let [low, high] = [normalCritical(alpha / 2), normalCritical(alpha / (2 * looks.length))];
  // Newton's steps in the logarithm of the error rate, whose slope is about that of a tail; halved where one leaves.
  let critical = (low + high) / 2;
  for (let step = 0; step < MOST_STEPS; step++) {
    const excess = Math.log(crossingProbability(critical, looks) / alpha);
    if (Math.abs(excess) < PRECISION || looks.length === 1) return critical;
    if (excess > 0) low = critical;
    else high = critical;
    const next = critical + (excess * normalTail(critical)) / normalDensity(critical);
    critical = next > low && next < high ? next : (low + high) / 2;
  }
  return critical;
}

/**
 * The confidence level of the interval at every look: 0.95 for one look, 0.9842 for five equally spaced ones. All
 * intervals of a comparison that are made at this level hold the true effect together in 1 - alpha of all cases, so
 * that one may stop at whichever excludes "no effect", and report it: repeated confidence intervals.
 * Source: Jennison & Turnbull, Interim analyses: the repeated confidence interval approach, Journal of the Royal
 * Statistical Society B 51, 1989. For intervals of other kinds than the normal one the level is taken over, which is
 * Pocock's "significance level approach" (1977, section 4; Jennison & Turnbull 2000, section 4.4).
 *
 * @throws RangeError as `pocockCritical`
 */
export const levelAt = (looks: readonly number[], alpha = 0.05): number =>
  1 - 2 * normalTail(pocockCritical(looks, alpha));

/**
 * How probably a p value as small as this turns up at one look or another, though there is no effect: the p value that
 * fits the intervals of `levelAt`, and what Holm's procedure takes. With one look it is p itself.
 * Source: Jennison & Turnbull, Repeated confidence intervals for group sequential clinical trials, Controlled Clinical
 * Trials 5, 1984 (repeated p values).
 *
 * @param p two-sided, of the look at hand
 * @throws RangeError where p is no p value, or looks do not grow
 */
export function sequentialP(p: number, looks: readonly number[]): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${p} is no p value.`);
  if (p === 0 || p === 1) return p;
  if (looks.length <= 1) return p;
  return Math.min(1, crossingProbability(normalCritical(p / 2), looks));
}
