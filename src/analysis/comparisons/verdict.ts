import type { Verdict } from '../../schema/comparison-report.ts';
import type { Interval } from '../../schema/primitives.ts';
import { isEquivalent } from './equivalence.ts';

/** Relative sizes, such as 0.01. */
export interface VerdictLimits {
  /** Smaller effects are `negligible`, however sure they are. */
  delta: number;
  /** `same` claims that the ratio lies within ± this. */
  margin: number;
}

/** What figures alone can say; that results differ is `invalid`, which is for the caller to know. */
export interface Judgement {
  verdict: Exclude<Verdict, 'invalid'>;
  /** Whether more measuring is pointless. */
  settled: boolean;
}

/**
 * The word for a ratio of times, b over a: `slower` or `faster` where the interval excludes 1 and the estimate is at
 * least delta away, `same` where the interval lies within ±margin, `negligible` where it excludes 1 but the estimate is
 * closer than delta, otherwise `inconclusive`. A smallest relevant effect beside significance: Kalibera & Jones,
 * Rigorous benchmarking in reasonable time, ISMM 2013; the "noise threshold" of criterion.rs.
 *
 * @param isSure whether a difference may be claimed; false where this is one of several workloads and the p value after
 *   Holm says otherwise, whatever the interval of this one alone
 */
export function verdictOf(
  ratio: number | null,
  interval: Interval,
  { delta, margin }: VerdictLimits,
  isSure = true,
): Judgement {
  if (ratio === null || interval === null) return { verdict: 'inconclusive', settled: false };
  const excludesOne = isSure && (interval[0] > 1 || interval[1] < 1);
  if (excludesOne && Math.abs(Math.log(ratio)) >= Math.log1p(delta))
    return { verdict: ratio > 1 ? 'slower' : 'faster', settled: true };
  if (isEquivalent(interval, margin)) return { verdict: 'same', settled: true };
  return excludesOne ? { verdict: 'negligible', settled: true } : { verdict: 'inconclusive', settled: false };
}
