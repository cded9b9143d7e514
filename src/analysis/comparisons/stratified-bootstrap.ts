import { quantileSorted } from 'simple-statistics';
import type { Interval } from '../../schema/primitives.ts';
import type { Random } from '../random.ts';
import { normalCdf } from '../scoring/normal-cdf.ts';
import { drawIndices } from './draw-indices.ts';
import { studentCritical } from './student-t.ts';

/** The two tails of a 95 % interval under a normal distribution. */
const TAIL = 0.025;
/** From here on Student's t is the normal distribution, for all that an interval shows. */
export const LARGE_DF = 1000;

/** Columns that are summed in one pass; a fixed number keeps the sums in registers. */
export type Columns = readonly [Float64Array, Float64Array, Float64Array, Float64Array];

/**
 * Sums of several columns over rows drawn with replacement from one cell. n - 1 of n rows are drawn: the variance of
 * their mean is then exactly s²/n, where n of n give (n - 1)/n of it, a third too little with three rows. Source: Rao
 * & Wu, Resampling inference with complex survey data, JASA 83, 1988; McCarthy & Snowden, The bootstrap and finite
 * population sampling, 1985.
 *
 * @param columns of one length, at least 2; a row keeps its values together
 * @returns for each column, `count` sums over `columns[0].length - 1` rows
 */
export function resampledSums(columns: Columns, count: number, random: Random): Columns {
  const [first, second, third, fourth] = columns;
  const rows = first.length;
  if (rows < 2) throw new RangeError(`A cell needs two rows to be resampled; this has ${rows}.`);
  const sums = newColumns(count);
  const drawn = new Int32Array(rows - 1);
  for (let k = 0; k < count; k++) {
    drawIndices(random, drawn, rows, 0);
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0; i < drawn.length; i++) {
      const row = drawn[i] as number;
      a += first[row] as number;
      b += second[row] as number;
      c += third[row] as number;
      d += fourth[row] as number;
    }
    sums[0][k] = a;
    sums[1][k] = b;
    sums[2][k] = c;
    sums[3][k] = d;
  }
  return sums;
}

export const newColumns = (length: number): Columns => [
  new Float64Array(length),
  new Float64Array(length),
  new Float64Array(length),
  new Float64Array(length),
];

/** Variance of a cell's mean, and the degrees of freedom that it was estimated with. */
export interface CellVariance {
  variance: number;
  df: number;
}

/** s²/n of one cell; null for fewer than two values. */
export function cellVariance(values: readonly number[]): CellVariance | null {
  const n = values.length;
  if (n < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  // What is left of equal values is rounding.
  const rounding = n * (1e-14 * mean) ** 2;
  return { variance: squares > rounding ? squares / (n - 1) / n : 0, df: n - 1 };
}

/**
 * Degrees of freedom of a sum of independent variances: (Σ v)² / Σ v²/df, rounded down. Source: Satterthwaite, An
 * approximate distribution of estimates of variance components, Biometrics Bulletin 2, 1946. Infinity without spread.
 */
export function effectiveDf(cells: readonly CellVariance[]): number {
  const total = cells.reduce((sum, { variance }) => sum + variance, 0);
  if (total === 0) return Number.POSITIVE_INFINITY;
  const shares = cells.reduce((sum, { variance, df }) => sum + (variance / total) ** 2 / df, 0);
  return Math.max(1, Math.floor(1 / shares + 1e-9));
}

/** Student's 97.5 % point; the normal one for many or infinite degrees of freedom. */
export const criticalValue = (df: number): number => studentCritical(Math.min(df, LARGE_DF));

/**
 * 95 % percentile interval of resampled effects, its tails moved outwards as Student's t with `df` degrees of freedom
 * lies outside of the normal distribution: from 2.5 % to Phi(-t). Without this an interval of few samples is too
 * narrow. Source: Hesterberg, What teachers should know about the bootstrap, The American Statistician 69, 2015
 * ("expanded percentile interval"). Always holds the estimate.
 *
 * @returns null where a bound is not finite
 */
export function expandedInterval(resampled: Float64Array, estimate: number, df: number): Interval {
  const sorted = [...resampled.toSorted()];
  const tail = df > LARGE_DF ? TAIL : normalCdf(-criticalValue(df));
  const low = Math.min(estimate, quantileSorted(sorted, tail));
  const high = Math.max(estimate, quantileSorted(sorted, 1 - tail));
  return Number.isFinite(low) && Number.isFinite(high) ? [low, high] : null;
}
