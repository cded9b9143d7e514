import type { ControlPoints } from '../../schema/benchmark.ts';
import type { Interval } from '../../schema/primitives.ts';
import { normalCdf } from './normal-cdf.ts';

/** The standard normal quantile of 0.9. */
const Z90 = 1.2815515655446004;

/**
 * Score 0..100 of a ratio, less is better: 100 times the share of a log-normal population that is slower. The curve
 * goes through 90 at `p90` and 50 at `p50`, tends to 100 towards ratio 0, and never rises with the ratio. Small
 * differences count most around the two points. Source: the scoring of Lighthouse (Chrome), "Lighthouse performance
 * scoring", with control points at 90 and 50; distribution: Aitchison & Brown, The Lognormal Distribution, 1957.
 *
 * @throws RangeError for a ratio that is negative or NaN, or points that don't fall (0 < p90 < p50)
 */
export function logNormalScore(ratio: number, { p90, p50 }: ControlPoints): number {
  if (!(ratio >= 0)) throw new RangeError(`A ratio is not negative; this is ${ratio}.`);
  if (!(p90 > 0 && p90 < p50 && p50 < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Control points have 0 < p90 < p50; these are p90 ${p90} and p50 ${p50}.`);
  }
  const z = (Z90 * Math.log(ratio / p50)) / Math.log(p50 / p90);
  return 100 * normalCdf(-z);
}

/**
 * The interval of the score from that of the ratio, lower bound first; the curve falls, so the bounds change places.
 * @throws RangeError as `logNormalScore`
 */
export const logNormalInterval = (ratio: Interval, points: ControlPoints): Interval =>
  ratio && [logNormalScore(ratio[1], points), logNormalScore(ratio[0], points)];
