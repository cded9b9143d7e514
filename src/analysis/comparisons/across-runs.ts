import { mean, sampleVariance } from 'simple-statistics';
import type { Interval } from '../../schema/primitives.ts';
import { studentP } from './cluster-t.ts';
import type { Proportion } from './newcombe.ts';
import { studentCritical } from './student-t.ts';
import { wilsonInterval } from './wilson.ts';

/** The standard normal quantile of 0.975. */
const Z = 1.959963984540054;
/** Two runs say next to nothing of where a third one will fall. */
const FEWEST_FOR_NEXT = 3;

/** What one run says of a quantity, in one and the same unit for all runs. */
export interface RunEstimate {
  value: number;
  /** Its own 95 % interval; null where the run gives none, which counts as "known exactly". */
  ci95: Interval;
}

export interface AcrossRuns {
  runs: number;
  /** Mean over runs; null without any. */
  estimate: number | null;
  /** Of the mean over runs like these; null for fewer than two. */
  ci95: Interval;
  /** Two-sided p value of "0 on average". */
  p: number | null;
  /** Where the next such run falls in 95 % of cases; null for fewer than three. */
  next_run95: Interval;
  /** Standard deviation between runs, beyond the runs' own uncertainty. */
  between_runs_sd: number | null;
  /** What a run's own uncertainty amounts to. */
  within_runs_sd: number | null;
}

/**
 * A quantity over K runs, each of which counts alike: an unweighted random-effects mean. With s² the variance of the
 * runs' values and v̄ the mean of their own squared standard errors, runs differ by τ² = max(0, s² - v̄), and the mean has
 * the variance (τ² + v̄) / K with Student's t of K - 1 degrees of freedom. So equal runs of few samples are not taken for
 * certainty, and different ones are not averaged away.
 * Sources: Hedges, A random effects model for effect sizes, Psychological Bulletin 93, 1983 (the estimate of τ²);
 * Follmann & Proschan, Valid inference in random effects meta-analysis, Biometrics 55, 1999 (t of K - 1). The next run:
 * mean ± t √((τ² + v̄)(1 + 1/K)), Hahn & Meeker, Statistical Intervals, 1991, section 4.7. A standard error is read off a
 * run's interval as width / 2z; intervals of few samples are widened, so it is if anything too large.
 */
export function acrossRuns(runs: readonly RunEstimate[]): AcrossRuns {
  const K = runs.length;
  const values = runs.map(({ value }) => value);
  const estimate = K > 0 ? mean(values) : null;
  if (K < 2 || estimate === null) {
    return {
      runs: K,
      estimate,
      ci95: null,
      p: null,
      next_run95: null,
      between_runs_sd: null,
      within_runs_sd: null,
    };
  }
  const within = mean(runs.map(({ ci95 }) => (ci95 ? ((ci95[1] - ci95[0]) / (2 * Z)) ** 2 : 0)));
  // What is left of equal values is rounding.
  const observed = sampleVariance(values);
  const between = Math.max(0, (observed > (1e-12 * estimate) ** 2 ? observed : 0) - within);
  const t = studentCritical(K - 1);
  const error = Math.sqrt((between + within) / K);
  const around = (reach: number): Interval => [estimate - reach, estimate + reach];
  return {
    runs: K,
    estimate,
    ci95: around(t * error),
    p: error > 0 ? studentP(estimate / error, K - 1) : Number(estimate === 0),
    next_run95: K < FEWEST_FOR_NEXT ? null : around(t * Math.sqrt((between + within) * (1 + 1 / K))),
    between_runs_sd: Math.sqrt(between),
    within_runs_sd: Math.sqrt(within),
  };
}

/**
 * A share over several runs, samples counting alike: Wilson's interval for as many samples as all of them are worth. The
 * design effect is the ratio estimator's variance between runs over the binomial one, and at least 1. Unlike a t interval
 * it has a width where every run had the same share. Sources: Kish, Survey Sampling, 1965, sections 6.3 and 8.2; Dean &
 * Pagano, Evaluating confidence interval methods for binomial proportions in clustered surveys, Journal of Survey
 * Statistics and Methodology 3, 2015.
 */
export function shareAcrossRuns(runs: readonly Proportion[]): { estimate: number | null; ci95: Interval } {
  const K = runs.length;
  const n = runs.reduce((sum, { total }) => sum + total, 0);
  const right = runs.reduce((sum, run) => sum + run.right, 0);
  if (n === 0) return { estimate: null, ci95: null };
  const share = right / n;
  if (share === 0 || share === 1 || K < 2) return { estimate: share, ci95: wilsonInterval(right, n) };
  const squares = runs.reduce((sum, run) => sum + (run.right - share * run.total) ** 2, 0);
  const effect = Math.max(1, (K / (K - 1)) * (squares / (n * share * (1 - share))));
  const worth = Math.max(1, Math.floor(n / effect));
  const interval = wilsonInterval(Math.round(share * worth), worth);
  return { estimate: share, ci95: interval && [Math.min(share, interval[0]), Math.max(share, interval[1])] };
}
