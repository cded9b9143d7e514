import { median } from 'simple-statistics';
import type { Interval } from '../../schema/primitives.ts';
import { hullInterval, isolateSpread } from './isolate-interval.ts';
import { type ModeratedT, moderatedInterval, moderatedP, moderatedT } from './moderated-t.ts';
import { expInterval } from './pair-log-ratio.ts';
import type { RatioBlock } from './ratio.ts';
import { fairCoinsCdf, signInterval, signTest } from './sign-test.ts';
import { normalCritical } from './standard-normal.ts';

/**
 * How far isolates are allowed to be off, as a logarithm: fresh isolates of one and the same code differ by a few per
 * cent. Where there is only one nothing tells how much, and Student's t over two or three knows next to nothing; an
 * effect clear of ±25 % is believed all the same.
 */
export const SINGLE_ISOLATE_ALLOWANCE = Math.log(1.25);

/** A ratio at any level of confidence, and what makes it uncertain. */
export interface Estimate {
  /** Typical b / a; null without pairs. */
  ratio: number | null;
  /** Of the ratio; null where the pairs are too few for the level. */
  interval: Interval;
  /** Confidence level of the interval. */
  level: number;
  /** Two-sided p value of "no difference" that belongs to the interval: of this look alone; null without pairs. */
  p: number | null;
  /** Of the logarithm of the ratio; null without an interval. */
  standard_error: number | null;
  pairs: number;
  /** Isolates per contender that have pairs; equal to `pairs` where each run is a process of its own. */
  isolates: number;
  /** Standard deviation of the isolates' log-ratios; null for one isolate. */
  isolate_spread: number | null;
  /** Half the width, as a logarithm, of the interval that knows the noise of the pairs only; null without one. */
  pair_reach: number | null;
  /** The same of the one that knows the isolates only; null for one isolate. */
  isolate_reach: number | null;
}

const halfWidth = (interval: Interval) => interval && (interval[1] - interval[0]) / 2;

/** p of "within the allowance": a sign test against its nearer bound; null without pairs. */
function singleIsolateP(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const side = Math.sign(median([...values]));
  const beyond = values.filter((value) => side * value > SINGLE_ISOLATE_ALLOWANCE).length;
  const tail = fairCoinsCdf(values.length)[values.length - beyond] ?? 1;
  return Math.min(1, 2 * tail);
}

/** The part of an interval that lies within another one that holds its middle. */
const within = (interval: Interval, bounds: Interval): Interval =>
  interval && bounds && [Math.max(interval[0], bounds[0]), Math.min(interval[1], bounds[1])];

/** p of the interval over several isolates. */
function isolatesP(pooled: readonly number[], byIsolates: ModeratedT): number | null {
  const p = widerP(pooled, byIsolates);
  return p === null ? null : Math.min(p, singleIsolateP(pooled) ?? 1);
}

/** p of the wider of both intervals: it excludes 0 only where both do, on the same side. */
function widerP(pooled: readonly number[], byIsolates: ModeratedT): number | null {
  const byPairs = signTest(pooled);
  if (byPairs === null) return null;
  const agree = Math.sign(median([...pooled])) === Math.sign(byIsolates.centre);
  return agree ? Math.max(byPairs, moderatedP(byIsolates)) : 1;
}

/** Standard error of the median of pairs: from its 95 % interval; null where they are too few for one. */
function ownError(logRatios: readonly number[]): number | null {
  const reach = halfWidth(signInterval(logRatios));
  return reach === null ? null : reach / normalCritical(0.025);
}

/**
 * The ratio of two contenders that took turns, with its interval at any level: the hull of the sign test's over all
 * pairs, which knows the noise within isolates, and of the moderated t over the isolates' medians, which knows how they
 * differ, but never wider than the first and `SINGLE_ISOLATE_ALLOWANCE` on both sides. With one isolate it is just that. At the level of
 * `levelOfLook` it is the repeated confidence interval of a look (Jennison & Turnbull 1989, cited there).
 *
 * @throws RangeError where a log-ratio is not finite, or unless 0 < level < 1
 */
export function ratioAt(blocks: readonly RatioBlock[], level: number): Estimate {
  const measured = blocks.map(({ logRatios }) => [...logRatios]).filter((values) => values.length > 0);
  const pooled = measured.flat();
  const bad = pooled.find((value) => !Number.isFinite(value));
  if (bad !== undefined)
    throw new RangeError(`A log-ratio is ${bad}: both times of a pair have to be positive.`);
  const medians = measured.map((values) => median(values));
  const isSingle = measured.length === 1;
  const byPairs = signInterval(pooled, level);
  const isolates = moderatedT(medians, measured.map(ownError));
  const byIsolates = moderatedInterval(isolates, level);
  const allowed: Interval = byPairs && [
    byPairs[0] - SINGLE_ISOLATE_ALLOWANCE,
    byPairs[1] + SINGLE_ISOLATE_ALLOWANCE,
  ];
  const hull = byPairs && hullInterval(byPairs, byIsolates);
  const spread = isolateSpread(medians);
  const pairReach = halfWidth(byPairs);
  const errors = [pairReach === null ? 0 : pairReach / normalCritical((1 - level) / 2), isolates?.error ?? 0];
  return {
    ratio: pooled.length > 0 ? Math.exp(median(pooled)) : null,
    interval: expInterval(isSingle ? allowed : within(hull, allowed)),
    level,
    p: isolates === null ? singleIsolateP(pooled) : isolatesP(pooled, isolates),
    standard_error: byPairs && Math.max(...errors),
    pairs: pooled.length,
    isolates: measured.length,
    isolate_spread: spread,
    pair_reach: pairReach,
    isolate_reach: halfWidth(byIsolates),
  };
}
