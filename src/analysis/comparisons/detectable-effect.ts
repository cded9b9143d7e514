import type { Estimate } from './ratio-at.ts';
import { normalCritical } from './standard-normal.ts';

/** Without `pair_reach` and `isolate_reach`, as between saved runs, the width is as sure as isolates - 1 degrees of freedom. */
type Precision = Pick<Estimate, 'ratio' | 'interval' | 'standard_error' | 'isolates'> &
  Partial<Pick<Estimate, 'pair_reach' | 'isolate_reach'>>;

/**
 * The smallest true relative effect that a run like this one finds with 80 % probability. To be found, the estimate has
 * to exceed half the width of the interval, t standard errors, and delta, for the effect not to be negligible. With the
 * standard error known that takes t + z_(0.8) standard errors; few isolates tell it roughly, and another run has another
 * width: t (1 - 1 / 4f) + z_(0.8) sqrt(1 + t² / 2f) with f degrees of freedom.
 * Sources: Bloom, Minimum detectable effects, Evaluation Review 19, 1995; the power of Student's t as approximated in
 * Abramowitz & Stegun, Handbook of Mathematical Functions, 1964, 26.7.10 (after Johnson & Welch 1940).
 *
 * @param delta relative effect below which a difference is called negligible
 * @returns as a factor less 1; null where there is no interval: any effect would have gone unseen
 */
export function detectableEffect(
  { ratio, interval, standard_error, isolates, pair_reach = null, isolate_reach = null }: Precision,
  delta: number,
  power = 0.8,
): number | null {
  if (ratio === null || interval === null || standard_error === null) return null;
  const half = Math.log(interval[1] / interval[0]) / 2;
  const isByIsolates =
    pair_reach === null ? isolates > 1 : isolate_reach !== null && isolate_reach >= pair_reach;
  const df = isByIsolates ? isolates - 1 : Number.POSITIVE_INFINITY;
  const z = normalCritical(1 - power);
  const scatter = z * Math.sqrt(standard_error ** 2 + half ** 2 / (2 * df));
  const beyondInterval = half * (1 - 1 / (4 * df)) + scatter;
  return Math.expm1(Math.max(beyondInterval, Math.log1p(delta) + z * standard_error));
}
