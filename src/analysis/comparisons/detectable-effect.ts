import type { Estimate } from './ratio-at.ts';
import { normalCritical } from './standard-normal.ts';
import { studentCritical } from './student-t.ts';

/** From this many isolates on Student's t and the normal distribution differ by less than a hundredth. */
const MANY = 100;

/**
 * The smallest true relative effect that a run like this one finds with 80 % probability: what has to be exceeded, plus
 * t_(0.8) standard errors, as a factor less 1. Exceeded has to be half the width of the interval, for the interval to
 * exclude 1, and delta, for the effect not to be negligible.
 * Source: Bloom, Minimum detectable effects, Evaluation Review 19, 1995: (t_(1-alpha/2) + t_(1-beta)) standard errors.
 *
 * @param delta relative effect below which a difference is called negligible
 * @returns null where there is no interval: any effect would have gone unseen
 */
export function detectableEffect(
  {
    ratio,
    interval,
    standard_error,
    isolates,
  }: Pick<Estimate, 'ratio' | 'interval' | 'standard_error' | 'isolates'>,
  delta: number,
  power = 0.8,
): number | null {
  if (ratio === null || interval === null || standard_error === null) return null;
  const reach = Math.max(Math.log(interval[1] / ratio), Math.log(ratio / interval[0]));
  const critical =
    isolates > 1 && isolates < MANY
      ? studentCritical(isolates - 1, 2 * power - 1)
      : normalCritical(1 - power);
  return Math.expm1(Math.max(reach, Math.log1p(delta)) + critical * standard_error);
}
