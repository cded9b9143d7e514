import type { Random } from '../random.ts';
import { drawIndices } from './draw-indices.ts';
import { type Columns, newColumns } from './stratified-bootstrap.ts';

/** One quantity of one stratum, by arm. */
export interface ArmValues {
  baseline: ArrayLike<number>;
  tools: ArrayLike<number>;
}

/** Assignments that are still enumerated: more of them would take longer than drawing 10,000. */
export const MOST_ENUMERATED = 200_000;
/** Differences below this share of the largest value are rounding. */
const ROUNDING = 1e-10;

/** C(n, k), a floating-point number where it is beyond the integers. */
export function combinations(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) count *= (n - i + 1) / i;
  return Number.isFinite(count) ? Math.round(count) : Number.POSITIVE_INFINITY;
}

/** In how many ways the labels can be assigned, each stratum keeping its numbers of both. */
export const assignments = (sizes: readonly { baseline: number; tools: number }[]): number =>
  sizes.reduce((product, { baseline, tools }) => product * combinations(baseline + tools, tools), 1);

/** The smallest two-sided p value that a design with so many assignments can give: the two mirrored extremes. */
export const smallestP = (count: number): number => Math.min(1, 2 / count);

/**
 * Sums over the tools arm when the labels of a stratum's rows are dealt anew, for several columns at a time: a row
 * keeps its values together.
 *
 * @param columns rows of both arms, in any order
 * @param tools how many of the rows are of the tools arm
 * @returns for each column, `count` sums
 */
export function permutedSums(columns: Columns, tools: number, count: number, random: Random): Columns {
  const [first, second, third, fourth] = columns;
  const rows = first.length;
  // Dealing the smaller arm is enough: the other one has the rest.
  const dealt = Math.min(tools, rows - tools);
  const totals = columns.map((column) => column.reduce((sum, value) => sum + value, 0));
  const sums = newColumns(count);
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  const drawn = new Int32Array(dealt);
  for (let k = 0; k < count; k++) {
    drawIndices(random, drawn, rows, 1);
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0; i < dealt; i++) {
      const other = i + (drawn[i] as number);
      const row = order[other] as number;
      order[other] = order[i] as number;
      order[i] = row;
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
  if (dealt < tools) {
    for (const [c, column] of sums.entries()) {
      for (let k = 0; k < count; k++) column[k] = (totals[c] ?? 0) - (column[k] as number);
    }
  }
  return sums;
}

/** Mean of the tools arm less mean of the baseline, from sums over the tools arm. */
export const differencesOf = (sums: Float64Array, total: number, size: { baseline: number; tools: number }) =>
  sums.map((sum) => sum / size.tools - (total - sum) / size.baseline);

/**
 * Monte Carlo p value (k + 1) / (n + 1), k of n permuted effects being at least as far from 0 as the observed one: it
 * holds its level exactly and is never 0. Source: Phipson & Smyth, Permutation P-values should never be zero,
 * Statistical Applications in Genetics and Molecular Biology 9(1), 2010.
 *
 * @param scale largest magnitude among the values, for what counts as rounding
 */
export function permutationP(observed: number, permuted: Float64Array, scale: number): number {
  const limit = Math.abs(observed) - ROUNDING * scale;
  let beyond = 0;
  for (const effect of permuted) if (Math.abs(effect) >= limit) beyond += 1;
  return (beyond + 1) / (permuted.length + 1);
}

/** Differences of means under all assignments of labels within one stratum. */
function allDifferences({ baseline, tools }: ArmValues): Float64Array {
  const values = Float64Array.from([...Array.from(baseline), ...Array.from(tools)]);
  const total = values.reduce((sum, value) => sum + value, 0);
  const differences: number[] = [];
  const choose = (from: number, left: number, sum: number): void => {
    if (left === 0) {
      differences.push(sum / tools.length - (total - sum) / baseline.length);
      return;
    }
    for (let i = from; i <= values.length - left; i++) choose(i + 1, left - 1, sum + (values[i] ?? 0));
  };
  choose(0, tools.length, 0);
  return Float64Array.from(differences);
}

/**
 * Exact two-sided p value of "within each stratum the arm makes no difference", by enumerating all assignments of
 * labels within strata; the statistic is the mean over strata of the difference of means. Source: Fisher, The Design
 * of Experiments, 1935, chapter III; stratified: Good, Permutation, Parametric and Bootstrap Tests of Hypotheses, 3rd
 * ed. 2005. Both arms of every stratum must have values, and `assignments` should be small.
 */
export function exactP(strata: readonly ArmValues[]): number {
  const all = strata.map(allDifferences);
  const average = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const observed = strata.reduce((sum, { baseline, tools }) => sum + average(tools) - average(baseline), 0);
  const scale = strata.reduce(
    (most, { baseline, tools }) =>
      [...Array.from(baseline), ...Array.from(tools)].reduce((a, b) => Math.max(a, Math.abs(b)), most),
    0,
  );
  const limit = Math.abs(observed) - ROUNDING * scale;
  let [beyond, count] = [0, 0];
  const enumerate = (stratum: number, sum: number): void => {
    const own = all[stratum];
    if (!own) {
      count += 1;
      if (Math.abs(sum) >= limit) beyond += 1;
      return;
    }
    for (const difference of own) enumerate(stratum + 1, sum + difference);
  };
  enumerate(0, 0);
  return beyond / count;
}
