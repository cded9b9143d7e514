import type { Verdict } from '../../schema/comparison-report.ts';
import type { Interval } from '../../schema/primitives.ts';
import type { Mismatch } from '../../schema/run.ts';
import { type BetweenRuns, betweenRuns } from '../comparisons/between-runs.ts';
import { detectableEffect } from '../comparisons/detectable-effect.ts';
import { compareSaved } from '../comparisons/saved-runs.ts';
import { LARGE_DF } from '../comparisons/stratified-bootstrap.ts';
import { verdictOf } from '../comparisons/verdict.ts';
import { machineOf } from '../history/machine.ts';
import { type HistoryPoint, seriesKey } from '../history/points.ts';
import { seriesOf } from '../history/series.ts';
import type { WorkloadLevel } from '../history/workload-levels.ts';
import { isBusy } from '../machine-noise.ts';
import type { SavedSide } from './saved-warnings.ts';

/** Relative effect below which a difference is called negligible, as in live comparisons. */
const DELTA = 0.01;

export interface SavedJudgement {
  verdict: Verdict;
  /** Why it is invalid or inconclusive. */
  reason: string | null;
  mismatch: Mismatch | null;
  ratio: number | null;
  interval: Interval;
  /** Two-sided. */
  p: number | null;
  detectable_effect: number | null;
  warnings: string[];
}

interface Pair {
  before: WorkloadLevel;
  after: WorkloadLevel;
}

interface Rules {
  a: SavedSide;
  b: SavedSide;
  history: readonly HistoryPoint[];
  margin: number;
}

const NOTHING = {
  mismatch: null,
  ratio: null,
  interval: null,
  p: null,
  detectable_effect: null,
  warnings: [],
};

const WORDS = { invalid: 'is wrong', failed: 'failed', skipped: 'lacks something' };

/**
 * The verdict on one workload of two saved runs.
 * @param machines what differs between their machines; then figures are shown, and no verdict
 */
export function judgeSaved(pair: Pair, machines: readonly string[], rules: Rules): SavedJudgement {
  const { before, after } = pair;
  for (const [side, { trouble }] of [
    ['A', before],
    ['B', after],
  ] as const) {
    if (!trouble) continue;
    const reason = `${side} ${WORDS[trouble.status]}: ${trouble.reason.replace(/\.$/, '')}`;
    return { ...NOTHING, verdict: 'invalid', reason, mismatch: trouble.mismatch };
  }
  const obstacle = obstacleBetween(pair);
  if (obstacle !== null) return { ...NOTHING, verdict: 'inconclusive', reason: obstacle };
  if (machines.length > 0) {
    const ratio = Math.exp((after.level.level ?? 0) - (before.level.level ?? 0));
    const reason = 'the machines differ, and a ratio of times is not the same on both';
    return { ...NOTHING, verdict: 'inconclusive', reason, ratio };
  }
  const judged = judgeLevels(pair, rules);
  const doubt = busySide(rules) ?? loneIsolate(pair);
  return doubt === null ? judged : { ...judged, verdict: 'inconclusive', reason: doubt };
}

/**
 * Fresh processes of the same code differed by up to 32 % on a machine with busy neighbours: of one alone nobody knows,
 * and two baselines of the same code, of half a second each, failed a gate of 20 %.
 */
function loneIsolate({ before, after }: Pair): string | null {
  const lone = [before, after].findIndex(({ level }) => level.variance === null);
  if (lone < 0) return null;
  return `${lone === 0 ? 'A' : 'B'} is a run of one isolate, which does not tell how fresh isolates of this code differ; a longer budget has more of them`;
}

/**
 * Neighbours on a processor's other threads slow most code by up to two thirds and the probe's hardly: identical code was
 * then called slower in 13 of 50 pairs of saved runs, 1.7 times at most.
 */
function busySide({ a, b }: Rules): string | null {
  for (const [side, { run }] of [
    ['A', a],
    ['B', b],
  ] as const) {
    const { before, system } = run.environment;
    if (!isBusy(run.environment)) continue;
    return `${side} was measured on a busy machine (a load of ${before.load_1m} on ${system.cores} cores), and what is busy beside it slows some code more than other; a live comparison bears that`;
  }
  return null;
}

/** Why the levels of two runs have nothing to do with each other; null where they have. */
function obstacleBetween({ before, after }: Pair): string | null {
  if (before.definition !== after.definition) return 'A and B measured different work by this name';
  for (const [side, { basis, level }] of [
    ['A', before],
    ['B', after],
  ] as const) {
    if (basis === null) {
      return `nothing of fixed speed took turns with ${side}, so a slower machine can't be told from slower code; 'tito benchmark run' saves runs that can be compared`;
    }
    if (level.level === null) return `${side} has no turns that could be compared`;
  }
  if (before.basis === after.basis) return null;
  return `A was measured beside ${before.basis}, B beside ${after.basis}`;
}

function judgeLevels({ before, after }: Pair, rules: Rules): SavedJudgement {
  const compared = compareSaved(before.level, after.level, betweenOf(after, rules));
  const { ratio, interval, p, standard_error, df, reasons } = compared;
  const { verdict } = verdictOf(ratio, interval, { delta: DELTA, margin: rules.margin });
  // As sure as its degrees of freedom make it.
  const isolates = df > LARGE_DF ? 0 : df + 1;
  const detectable = detectableEffect({ ratio, interval, standard_error, isolates }, DELTA);
  const judged = { verdict, reason: null, mismatch: null, ratio, interval, p, detectable_effect: detectable };
  if (verdict !== 'inconclusive') return { ...judged, warnings: reasons };
  const shown =
    detectable === null ? '' : `only a difference of ${percent(detectable)} or more was sure to show, `;
  const reason = `${shown}as runs differ from moment to moment; a live comparison sees much less`;
  return { ...judged, reason, warnings: reasons };
}

/** Error rate of the claims about all workloads together. */
const ALPHA = 0.05;

/**
 * The same as one of several: a difference is claimed only where the p value after Holm allows it.
 * @param adjusted the p value after Holm over the workloads
 */
export function asOneOfSeveral(
  judged: SavedJudgement,
  adjusted: number | null,
  margin: number,
): SavedJudgement {
  const { verdict, ratio, interval } = judged;
  const isClaim = verdict === 'faster' || verdict === 'slower' || verdict === 'negligible';
  if (!isClaim || (adjusted ?? 1) <= ALPHA) return { ...judged, p: adjusted };
  const { verdict: left } = verdictOf(ratio, interval, { delta: DELTA, margin }, false);
  const reason = `one of these workloads differs this much by chance in more than 1 of ${1 / ALPHA} such pairs of runs; a live comparison sees much less`;
  return { ...judged, p: adjusted, verdict: left, reason: left === 'inconclusive' ? reason : null };
}

const percent = (share: number) => `${Number((100 * share).toPrecision(2))} %`;

/**
 * How much runs of this code differ on this machine, by the history of the later run: what it was called by then is
 * how the user sees the series now.
 */
function betweenOf({ id, definition, subject, basis }: WorkloadLevel, { b, history }: Rules): BetweenRuns {
  const machine = machineOf(b.run.environment.system);
  const wanted = seriesKey({ id, definition, subject, basis: basis ?? '', machine });
  const [series] = seriesOf(history.filter((point) => seriesKey(point) === wanted));
  return series?.between ?? betweenRuns([]);
}
