import { ARMS, type Arm } from '../../schema/task.ts';
import { type CellVariance, cellVariance, resampledSums } from '../comparisons/stratified-bootstrap.ts';
import { type ArmValues, differencesOf, permutedSums } from '../comparisons/stratified-permutation.ts';
import { type Random, seededRandom } from '../random.ts';
import { logCost } from '../scoring/efficiency.ts';
import type { Cell, Stratum } from './strata.ts';

export const RESAMPLES = 10_000;
/** One value has no spread: a stratum counts from two of each arm on. */
const FEWEST_PER_ARM = 2;
const SEEDS = 2 ** 32;

/** One metric of one stratum: tools less baseline, as observed, resampled and with its labels dealt anew. */
export interface StratumMetric {
  values: ArmValues;
  effect: number;
  /** Variances of both arms' means. */
  cells: CellVariance[];
  /** Effects of resamples; null where the metric's interval does not come from them. */
  bootstrap: Float64Array | null;
  permuted: Float64Array;
}

/** Quality-weighted success of one stratum, arm by arm, with the cost that was permuted along with it. */
export interface StratumOutcome {
  sizes: Record<Arm, number>;
  mean: Record<Arm, number>;
  cells: CellVariance[];
  bootstrap: Record<Arm, Float64Array>;
  permuted: Record<Arm, Float64Array>;
  /** Difference of the mean log costs; NaN where an arm was dealt no success. */
  permutedCost: Float64Array;
}

export interface ResampledStratum {
  task: string;
  /** Null where there are too few samples of it. */
  time: StratumMetric | null;
  tokens: StratumMetric | null;
  quality: StratumMetric | null;
  success: StratumMetric | null;
  /** Null where there are too few samples, or the answers can't be graded. */
  outcome: StratumOutcome | null;
}

/**
 * Draws everything that comparisons of this stratum, or of any set of strata with it, need. A sample's values stay
 * together in each draw, so that time, tokens and quality keep their dependence.
 *
 * @param seed of the run
 */
export function resampleStratum(stratum: Stratum, seed: number): ResampledStratum {
  const { cells, task, isGraded, position } = stratum;
  const random = seededRandom((seed % SEEDS) + (position + 1) * SEEDS);
  const { baseline, tools } = cells;
  if (Math.min(baseline.rows, tools.rows) < FEWEST_PER_ARM) {
    return { task, time: null, tokens: null, quality: null, success: null, outcome: null };
  }
  const resampled = { baseline: resampleCell(baseline, random), tools: resampleCell(tools, random) };
  const { answers, all } = permuteStratum(stratum, random);
  const metric = (column: keyof Rows, name: 'time' | 'tokens' | 'quality') =>
    answers && metricOf(answers, column, difference(resampled, name));
  return {
    task,
    time: metric('time', 'time'),
    tokens: metric('tokens', 'tokens'),
    quality: isGraded ? metric('outcome', 'quality') : null,
    success: metricOf(all, 'ok', null),
    outcome: isGraded ? outcomeOf(all, resampled) : null,
  };
}

interface ResampledCell {
  /** Means over the successes of each resample. */
  time: Float64Array;
  tokens: Float64Array;
  quality: Float64Array;
  /** Mean over all rows of each resample. */
  outcome: Float64Array;
}

function resampleCell(cell: Cell, random: Random): ResampledCell {
  const { ok, time, tokens, outcome, rows, successes } = cell;
  const [times, tokenSums, outcomes, oks] = resampledSums([time, tokens, outcome, ok], RESAMPLES, random);
  const perSuccess = (column: Float64Array, sums: Float64Array) => {
    // A resample without a success says nothing of this cell's answers: then its own mean stands.
    const own = total(column) / successes;
    return Float64Array.from({ length: RESAMPLES }, (_, k) => {
      const count = oks[k] as number;
      return count > 0 ? (sums[k] as number) / count : own;
    });
  };
  return {
    time: perSuccess(time, times),
    tokens: perSuccess(tokens, tokenSums),
    quality: perSuccess(outcome, outcomes),
    outcome: Float64Array.from({ length: RESAMPLES }, (_, k) => (outcomes[k] as number) / (rows - 1)),
  };
}

/**
 * Metrics that only answers have, whose labels are dealt among the successes, and what failed samples count in as
 * well, whose labels are dealt among all rows. Without failures both are one deal.
 */
function permuteStratum({ cells }: Stratum, random: Random): { answers: Dealt | null; all: Dealt } {
  const rowsOf = (arm: Arm, keep: (ok: number) => boolean): Rows => {
    const { ok, time, tokens, outcome } = cells[arm];
    const kept = (column: Float64Array) => column.filter((_, row) => keep(ok[row] ?? 0));
    return { ok: kept(ok), time: kept(time), tokens: kept(tokens), outcome: kept(outcome) };
  };
  const deal = (keep: (ok: number) => boolean): Dealt => {
    const rows = { baseline: rowsOf('baseline', keep), tools: rowsOf('tools', keep) };
    const columns = COLUMNS.map((name) => joined(rows.baseline[name], rows.tools[name]));
    const [ok = NONE, time = NONE, tokens = NONE, outcome = NONE] = columns;
    const size = { baseline: rows.baseline.ok.length, tools: rows.tools.ok.length };
    const sums = permutedSums([ok, time, tokens, outcome], size.tools, RESAMPLES, random);
    return {
      rows,
      size,
      sums: { ok: sums[0], time: sums[1], tokens: sums[2], outcome: sums[3] },
      totals: { ok: total(ok), time: total(time), tokens: total(tokens), outcome: total(outcome) },
    };
  };
  const all = deal(() => true);
  const { baseline, tools } = cells;
  if (Math.min(baseline.successes, tools.successes) < FEWEST_PER_ARM) return { answers: null, all };
  const isComplete = baseline.successes === baseline.rows && tools.successes === tools.rows;
  return { answers: isComplete ? all : deal((ok) => ok === 1), all };
}

const COLUMNS = ['ok', 'time', 'tokens', 'outcome'] as const;
type Rows = Record<(typeof COLUMNS)[number], Float64Array>;
const NONE = new Float64Array();

/** Rows of both arms, and sums over those that were dealt to the tools arm. */
interface Dealt {
  rows: Record<Arm, Rows>;
  size: Record<Arm, number>;
  sums: Rows;
  totals: Record<(typeof COLUMNS)[number], number>;
}

function metricOf(
  { rows, size, sums, totals }: Dealt,
  column: keyof Rows,
  bootstrap: Float64Array | null,
): StratumMetric {
  const values = { baseline: rows.baseline[column], tools: rows.tools[column] };
  return {
    values,
    effect: total(values.tools) / size.tools - total(values.baseline) / size.baseline,
    cells: variancesOf(values),
    bootstrap,
    permuted: differencesOf(sums[column], totals[column], size),
  };
}

function outcomeOf(
  { rows, size, sums, totals }: Dealt,
  resampled: Record<Arm, ResampledCell>,
): StratumOutcome {
  const [baseline, tools] = [rows.baseline.outcome, rows.tools.outcome];
  return {
    sizes: size,
    mean: { baseline: total(baseline) / size.baseline, tools: total(tools) / size.tools },
    cells: variancesOf({ baseline, tools }),
    bootstrap: { baseline: resampled.baseline.outcome, tools: resampled.tools.outcome },
    permuted: {
      baseline: sums.outcome.map((sum) => (totals.outcome - sum) / size.baseline),
      tools: sums.outcome.map((sum) => sum / size.tools),
    },
    permutedCost: sums.ok.map((answered, k) => {
      const others = totals.ok - answered;
      if (Math.min(answered, others) < 1) return Number.NaN;
      const spent = logCost(sums.tokens[k] ?? 0, sums.time[k] ?? 0);
      const rest = logCost(totals.tokens, totals.time) - spent;
      return spent / answered - rest / others;
    }),
  };
}

const total = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);

const joined = (a: Float64Array, b: Float64Array): Float64Array => Float64Array.from([...a, ...b]);

const difference = (
  resampled: Record<Arm, ResampledCell>,
  name: 'time' | 'tokens' | 'quality',
): Float64Array => resampled.tools[name].map((value, k) => value - (resampled.baseline[name][k] ?? 0));

const variancesOf = (values: Record<Arm, Float64Array>): CellVariance[] =>
  ARMS.flatMap((arm) => cellVariance([...values[arm]]) ?? []);
