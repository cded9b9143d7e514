import { median } from 'simple-statistics';
import type { Interval } from '../../schema/primitives.ts';
import { hullInterval, isolateInterval, isolateSpread } from './isolate-interval.ts';
import { expInterval } from './pair-log-ratio.ts';
import { signInterval } from './sign-test.ts';

/** Pair log-ratios of one isolate per contender. */
export interface RatioBlock {
  logRatios: readonly number[];
}

export interface Ratio {
  /** e^(median of all pair log-ratios); null without pairs. */
  ratio: number | null;
  ci95: Interval;
  pairs: number;
  /** Blocks that have pairs. */
  isolates: number;
  /** Standard deviation of the isolates' median log-ratios, about their relative spread; null for one isolate. */
  isolate_spread: number | null;
}

/**
 * The ratio of two contenders that took turns. Its interval is the hull of two: of the sign test over all pairs, which
 * knows the noise within isolates, and of Student's t over the isolates' medians, which knows how they differ. So
 * neither is understated. Null where the pairs are too few for the first; with one isolate the first stands alone.
 *
 * @throws RangeError where a log-ratio is not finite, which takes a time of 0 or a pair with one side missing
 */
export function ratioOf(blocks: readonly RatioBlock[]): Ratio {
  const measured = blocks.map((block) => [...block.logRatios]).filter((values) => values.length > 0);
  const pooled = measured.flat();
  const bad = pooled.find((value) => !Number.isFinite(value));
  if (bad !== undefined)
    throw new RangeError(`A log-ratio is ${bad}: both times of a pair have to be positive.`);
  const medians = measured.map((values) => median(values));
  const withinIsolates = signInterval(pooled);
  return {
    ratio: pooled.length > 0 ? Math.exp(median(pooled)) : null,
    ci95: withinIsolates && expInterval(hullInterval(withinIsolates, isolateInterval(medians))),
    pairs: pooled.length,
    isolates: measured.length,
    isolate_spread: isolateSpread(medians),
  };
}

export interface Level {
  /** Typical sample in the unit of the samples; null without samples. */
  level: number | null;
  ci95: Interval;
  /** Isolates that have samples. */
  isolates: number;
  /** Standard deviation of the logarithms of the isolates' medians, about their relative spread; null for one isolate. */
  isolate_spread: number | null;
}

/**
 * The typical time of one contender, e^(median over isolates of ln median), with Student's t interval over the
 * isolates, widened where the median of few skewed isolates lies outside of it. Null interval for fewer than two.
 *
 * @param groups times by isolate, all in one unit
 * @throws RangeError where an isolate's median is not positive and finite
 */
export function levelOf(groups: readonly (readonly number[])[]): Level {
  const levels = groups
    .filter((group) => group.length > 0)
    .map((group) => {
      const level = Math.log(median([...group]));
      if (!Number.isFinite(level)) throw new RangeError('The typical time of an isolate has to be positive.');
      return level;
    });
  const spread = isolateSpread(levels);
  if (levels.length === 0) return { level: null, ci95: null, isolates: 0, isolate_spread: spread };
  const level = median(levels);
  const interval = isolateInterval(levels);
  return {
    level: Math.exp(level),
    ci95: interval && expInterval(hullInterval(interval, [level, level])),
    isolates: levels.length,
    isolate_spread: spread,
  };
}
