import { sampleStandardDeviation } from 'simple-statistics';
import { hodgesLehmann } from './hodges-lehmann.ts';
import { expInterval } from './pair-log-ratio.ts';
import type { Estimate } from './ratio-at.ts';
import { normalCritical } from './standard-normal.ts';
import { signedRankTest } from './wilcoxon.ts';

/**
 * The ratio of two commands from their pair log-ratios, at any level of confidence. Each run is a fresh process, so
 * pairs are what repeats; with 20 to 40 of them ranks say more than signs alone: the Hodges-Lehmann estimate, Wilcoxon's
 * p value and the interval that belongs to both.
 *
 * @throws RangeError where a log-ratio is not finite, or unless 0 < level < 1
 */
export function commandRatioAt(logRatios: readonly number[], level: number): Estimate {
  const { estimate, interval } = hodgesLehmann(logRatios, level);
  const reach = interval && (interval[1] - interval[0]) / 2;
  return {
    ratio: estimate === null ? null : Math.exp(estimate),
    interval: expInterval(interval),
    level,
    p: signedRankTest(logRatios),
    standard_error: reach === null ? null : reach / normalCritical((1 - level) / 2),
    pairs: logRatios.length,
    isolates: logRatios.length,
    isolate_spread: logRatios.length >= 2 ? sampleStandardDeviation([...logRatios]) : null,
    pair_reach: reach,
    isolate_reach: null,
  };
}
