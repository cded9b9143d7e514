import type { Interval } from '../../schema/primitives.ts';
import { ASSUMED_DF, type BetweenRuns } from './between-runs.ts';
import { studentP } from './cluster-t.ts';
import { expInterval } from './pair-log-ratio.ts';
import type { RunLevel } from './run-level.ts';
import { normalCritical, normalTail } from './standard-normal.ts';
import { type CellVariance, effectiveDf, LARGE_DF } from './stratified-bootstrap.ts';
import { studentCritical } from './student-t.ts';

export interface SavedComparison {
  /** Level of the later run over that of the earlier one; null where one of them has none. */
  ratio: number | null;
  /** 95 %, of the ratio. */
  interval: Interval;
  p: number | null;
  /** Of the logarithm of the ratio. */
  standard_error: number | null;
  /** Degrees of freedom behind it; infinite where nothing differed. */
  df: number;
  /** What the interval allows for besides the noise within the runs, for people. */
  reasons: string[];
}

const percent = (share: number) => `${Number((100 * share).toPrecision(2))} %`;

/**
 * Two runs of different moments, level against level and never sample by sample: the difference of the levels has the
 * variance v_a / R_a + v_b / R_b + 2 sigma², v between the isolates of a run and sigma between runs, and the degrees of
 * freedom of such a sum (Satterthwaite 1946). `verdictOf` with a threshold for delta then declares a difference only where |difference| exceeds both the threshold and the interval.
 * Source: Kalibera & Jones, Rigorous benchmarking in reasonable time, ISMM 2013 (variance of nested levels of
 * repetition); its top level is sigma.
 *
 * @param between of this machine and benchmark; runs of different machines have no common one and are not compared
 */
export function compareSaved(before: RunLevel, after: RunLevel, between: BetweenRuns): SavedComparison {
  if (before.level === null || after.level === null)
    return {
      ratio: null,
      interval: null,
      p: null,
      standard_error: null,
      df: Number.POSITIVE_INFINITY,
      reasons: [],
    };
  const parts = [
    ...[before, after].flatMap(withinRun),
    { variance: 2 * between.sigma ** 2, df: between.df ?? ASSUMED_DF },
  ];
  const difference = after.level - before.level;
  const error = Math.sqrt(parts.reduce((sum, { variance }) => sum + variance, 0));
  const df = effectiveDf(parts);
  const reach = (df > LARGE_DF ? normalCritical(0.025) : studentCritical(df)) * error;
  return {
    ratio: Math.exp(difference),
    interval: expInterval([difference - reach, difference + reach]),
    p: pOf(difference, error, df),
    standard_error: error,
    df,
    reasons: [reasonFor(between)],
  };
}

/**
 * Two isolates hardly tell how isolates differ: their variance comes with its degrees of freedom. One alone tells nothing
 * of it, and the interval is too narrow by as much.
 */
const withinRun = ({ variance, isolates }: RunLevel): CellVariance[] =>
  variance === null ? [] : [{ variance: variance / isolates, df: isolates - 1 }];

function pOf(difference: number, error: number, df: number): number {
  if (error === 0) return difference === 0 ? 1 : 0;
  const size = Math.abs(difference) / error;
  return df > LARGE_DF ? 2 * normalTail(size) : studentP(size, df);
}

const reasonFor = ({ sigma, df, runs }: BetweenRuns): string =>
  df === null
    ? `The interval assumes that runs of the same code differ by ${percent(sigma)} from one moment to another: ${runs === 0 ? 'no saved run of this machine tells' : `${runs} saved ${runs === 1 ? 'run' : 'runs'} of this machine are too few to tell`} how much they do.`
    : `The interval allows for ${percent(sigma)} between runs of the same code at different moments, as ${runs} saved runs of this machine differ.`;
