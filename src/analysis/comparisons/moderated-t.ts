import { mean } from 'simple-statistics';
import type { Interval } from '../../schema/primitives.ts';
import { studentP } from './cluster-t.ts';
import { isolateSpread } from './isolate-interval.ts';
import { normalCritical } from './standard-normal.ts';
import { studentCritical } from './student-t.ts';

/** What is known beforehand weighs as much as one isolate more; and leaves two that have to speak. */
const PRIOR_DF = 1;
const FEWEST = 3;
/** Fresh isolates of one and the same code differ by about this much (measured: 0.2 to 0.5 %), as a logarithm. */
const BETWEEN = 0.003;
/** Isolates that differ by so much more that it would be chance in less than this share of cases are believed instead. */
const HETEROGENEITY = 0.2;

/** Mean of the isolates' values with its standard error, and the degrees of freedom which that is known with. */
export interface ModeratedT {
  centre: number;
  error: number;
  df: number;
}

/**
 * Student's t over isolates, one value each, whose variance is also known from within: how far off each value is by the noise
 * of its own turns, and that isolates differ by little. With R isolates, spread s and prior variance v of a value,
 * variance = (v + (R - 1) s²) / R with R degrees of freedom: a spread that is small by chance makes no narrow interval, and
 * four isolates need 2.8 standard errors instead of 3.2.
 * Source: the moderated t of Smyth, Linear models and empirical Bayes methods for assessing differential expression in
 * microarray experiments, Statistical Applications in Genetics and Molecular Biology 3(1), 2004.
 *
 * Where isolates differ by more than v explains, by a chi-squared test of (R - 1) s² / v (Cochran, The combination of
 * estimates from different experiments, Biometrics 10, 1954), that is no typical code, and Student's t over the isolates
 * stands alone. Simulated, 95 % intervals hold the truth in 94.4 % at least (of three isolates 93.7 %), whatever they differ by.
 *
 * @param values of the isolates, as logarithms
 * @param errors standard errors of the values by their own turns; null where the turns are too few to tell
 * @returns null for fewer than two isolates
 */
export function moderatedT(values: readonly number[], errors: readonly (number | null)[]): ModeratedT | null {
  const spread = isolateSpread(values);
  if (spread === null) return null;
  const [count, centre] = [values.length, mean([...values])];
  const own = count - 1;
  const alone = { centre, error: spread / Math.sqrt(count), df: own };
  const known = errors.flatMap((error) => error ?? []);
  if (count < FEWEST || known.length < count) return alone;
  const prior = mean(known.map((error) => error ** 2)) + BETWEEN ** 2;
  if (own * spread ** 2 > chiSquaredCritical(own) * prior) return alone;
  const df = PRIOR_DF + own;
  const variance = (PRIOR_DF * prior + own * spread ** 2) / df;
  return { centre, error: Math.sqrt(variance / count), df };
}

/**
 * What a chi-squared value exceeds with the probability `HETEROGENEITY`.
 * Source: Wilson & Hilferty, The distribution of chi-square, PNAS 17, 1931; within 1 % of it.
 */
function chiSquaredCritical(df: number): number {
  const ninth = 2 / (9 * df);
  return df * (1 - ninth + normalCritical(HETEROGENEITY) * Math.sqrt(ninth)) ** 3;
}

/** @throws RangeError unless 0 < level < 1 */
export function moderatedInterval(t: ModeratedT | null, level: number): Interval {
  if (t === null) return null;
  const reach = studentCritical(t.df, level) * t.error;
  return [t.centre - reach, t.centre + reach];
}

/** Two-sided p value of "no effect on average". */
export function moderatedP({ centre, error, df }: ModeratedT): number {
  // Equal effects everywhere: beyond doubt, or none at all.
  if (error === 0) return centre === 0 ? 1 : 0;
  return studentP(centre / error, df);
}
