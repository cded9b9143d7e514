import { mean, sum } from 'simple-statistics';
import type { Interval } from '../../schema/primitives.ts';
import { studentP } from './cluster-t.ts';
import { isolateSpread } from './isolate-interval.ts';
import { normalCritical } from './standard-normal.ts';
import { studentCritical } from './student-t.ts';

/** What is known beforehand weighs as much as one isolate more. */
const PRIOR_DF = 1;
/** Fresh isolates of one and the same code differ by about this much (measured: 0.1 to 1 %), as a logarithm. */
const BETWEEN = 0.007;
/** Where there are two, they are not believed to differ by less: so few there are on a busy machine. */
const BETWEEN_TWO = 0.01;
/** Isolates that differ by so much more that it would be chance in less than this share of cases are believed instead. */
const HETEROGENEITY = 0.3;

/** Typical value of the isolates with its standard error, and the degrees of freedom which that is known with. */
export interface ModeratedT {
  centre: number;
  error: number;
  df: number;
}

/**
 * Student's t over isolates, one value each, that also knows how far off each value is by the noise of its own turns: it
 * counts by its weight w = 1 / v, where v is that noise squared and what isolates differ by, so that an isolate of few turns
 * decides little. With R isolates, centre c = sum w x / sum w and scatter Q = sum w (x - c)²,
 * variance of c = (1 + Q) / (R sum w) with R degrees of freedom: a spread that is small by chance makes no narrow interval,
 * and four isolates need 2.8 standard errors instead of 3.2.
 * Sources: the weighted t of Hartung & Knapp, A refined method for the meta-analysis of controlled clinical trials with binary
 * outcome, Statistics in Medicine 20, 2001; what is known beforehand as in the moderated t of Smyth, Linear models and
 * empirical Bayes methods, Statistical Applications in Genetics and Molecular Biology 3(1), 2004.
 *
 * Where isolates differ by more than v explains, by a chi-squared test of Q (Cochran, The combination of estimates from
 * different experiments, Biometrics 10, 1954), that is no typical code: v grows by what they differ by beyond it (the moment
 * estimate of DerSimonian & Laird, Meta-analysis in clinical trials, Controlled Clinical Trials 7, 1986), nothing is known
 * beforehand any more, and R - 1 degrees of freedom are left; where they differ by much more than their noise, that is
 * Student's t of them. Simulated, 95 % intervals hold the truth in 93.7 % at least (of three isolates 91.9 %), whatever they
 * differ by, with three times the noise in the first.
 *
 * Two isolates agree by chance so often that Student's t of them is narrow without reason: it stands where it is wider than
 * what is known beforehand makes it. Simulated, that errs in 1.5 % instead of 5 % where isolates differ by 2 %, and finds
 * effects of 5 % as often.
 *
 * @param values of the isolates, as logarithms
 * @param errors standard errors of the values by their own turns; null where the turns are too few to tell
 * @returns null for fewer than two isolates
 */
export function moderatedT(values: readonly number[], errors: readonly (number | null)[]): ModeratedT | null {
  const spread = isolateSpread(values);
  if (spread === null) return null;
  const own = values.length - 1;
  const alone = { centre: mean([...values]), error: spread / Math.sqrt(values.length), df: own };
  const known = errors.flatMap((error) => error ?? []);
  if (values.length === 2) return wider(alone, floorOfTwo(alone, errors));
  if (known.length < values.length) return alone;
  const variances = known.map((error) => error ** 2 + BETWEEN ** 2);
  const { centre, scatter, total, squares } = weighted(values, variances);
  if (scatter <= chiSquaredCritical(own)) {
    const df = PRIOR_DF + own;
    return { centre, error: Math.sqrt((PRIOR_DF + scatter) / (df * total)), df };
  }
  const beyond = (scatter - own) / (total - squares / total);
  const wide = weighted(
    values,
    variances.map((variance) => variance + beyond),
  );
  return { centre: wide.centre, error: Math.sqrt(wide.scatter / (own * wide.total)), df: own };
}

/** Mean of values by their precision, the scatter around it, and the sums of the weights and of their squares. */
function weighted(values: readonly number[], variances: readonly number[]) {
  const weights = variances.map((variance) => 1 / variance);
  const total = sum(weights);
  const centre = sum(values.map((value, i) => (weights[i] ?? 0) * value)) / total;
  const scatter = sum(values.map((value, i) => (weights[i] ?? 0) * (value - centre) ** 2));
  return { centre, scatter, total, squares: sum(weights.map((weight) => weight ** 2)) };
}

/** Student's t of two isolates moderated by what is known beforehand, whatever they differ by. */
function floorOfTwo({ centre, error }: ModeratedT, errors: readonly (number | null)[]): ModeratedT {
  const prior = mean(errors.map((each) => (each ?? 0) ** 2)) + BETWEEN_TWO ** 2;
  return { centre, error: Math.sqrt(PRIOR_DF * prior + 2 * error ** 2) / 2, df: PRIOR_DF + 1 };
}

/** The one with the wider 95 % interval. */
function wider(a: ModeratedT, b: ModeratedT): ModeratedT {
  return studentCritical(a.df) * a.error > studentCritical(b.df) * b.error ? a : b;
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

/** Two-sided p value of "no typical effect". */
export function moderatedP({ centre, error, df }: ModeratedT): number {
  // Equal effects everywhere: beyond doubt, or none at all.
  if (error === 0) return centre === 0 ? 1 : 0;
  return studentP(centre / error, df);
}
