import type { Interval } from '../../schema/primitives.ts';
import { type WeightedScore, weightedMean } from './weighted-mean.ts';

export interface ScoreWithInterval extends WeightedScore {
  /** 95 % interval of the score, lower bound first, around it. */
  interval: Interval;
}

const clamp = (score: number) => Math.min(100, Math.max(0, score));

/**
 * 95 % interval of a weighted mean of scores from their own intervals, by the method of variance estimates recovery
 * ("square and add"): lower = mean - sqrt(sum (w_i (s_i - l_i))^2), upper = mean + sqrt(sum (w_i (u_i - s_i))^2), with
 * weights that sum to 1. It keeps skewed intervals skewed. Source: Zou & Donner, Construction of confidence limits
 * about effect measures, Statistics in Medicine 27, 2008. It assumes that the scores err independently, as ratios of
 * workloads measured in isolates of their own do; scores against a profile share the machine's state and err together
 * to some degree, which makes this interval somewhat too narrow for them. Clamped to 0..100.
 *
 * @returns null where a score or an interval is null, or there is none
 * @throws TypeError for a weight that is not positive and finite
 */
export function scoreInterval(scores: readonly ScoreWithInterval[]): Interval {
  const mean = weightedMean(scores);
  if (mean === null) return null;
  const weights = scores.reduce((sum, { weight }) => sum + weight, 0);
  const below: number[] = [];
  const above: number[] = [];
  for (const { score, interval, weight } of scores) {
    if (score === null || interval === null) return null;
    below.push((weight / weights) * (score - interval[0]));
    above.push((weight / weights) * (interval[1] - score));
  }
  return [clamp(mean - Math.hypot(...below)), clamp(mean + Math.hypot(...above))];
}
