import { mean } from 'simple-statistics';
import type { Interval } from '../../schema/primitives.ts';
import { isolateInterval, isolateSpread } from './isolate-interval.ts';
import { studentCritical } from './student-t.ts';

/** What the clusters' own effects say about clusters like them. */
export interface ClusterT {
  ci95: Interval;
  /** Two-sided p value of "no effect on average"; null for fewer than two clusters. */
  p: number | null;
  clusters: number;
}

/** 60 halvings of 0..1 end below the spacing of floating-point numbers. */
const HALVINGS = 60;

/**
 * P[|T| >= t], by bisection of the level whose critical value is t.
 * @throws RangeError unless df is a positive integer
 */
export function studentP(t: number, df: number): number {
  const size = Math.abs(t);
  if (size === 0) return 1;
  let [low, high] = [0, 1];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const level = (low + high) / 2;
    // A level of 1 has no critical value: the p value is below what can be told from 0.
    if (level >= 1) return 0;
    if (studentCritical(df, level) < size) low = level;
    else high = level;
  }
  return 1 - (low + high) / 2;
}

/**
 * Student's t over clusters: their mean effect, sd / sqrt(K), K - 1 degrees of freedom. It is about clusters *like*
 * these (another set of tasks), where resampling within clusters is about these alone; with few clusters it is wide.
 * Source: Miller, Adding Error Bars to Evals: A Statistical Approach to Language Model Evaluations, 2024 (clustered standard errors);
 * with few clusters as in Donner & Klar, Design and Analysis of Cluster Randomization Trials.
 *
 * @param effects one per cluster
 */
export function clusterT(effects: readonly number[]): ClusterT {
  const clusters = effects.length;
  const spread = isolateSpread(effects);
  if (spread === null) return { ci95: null, p: null, clusters };
  const centre = mean([...effects]);
  const error = spread / Math.sqrt(clusters);
  // Equal effects everywhere: beyond doubt, or none at all.
  if (error === 0) return { ci95: [centre, centre], p: centre === 0 ? 1 : 0, clusters };
  return { ci95: isolateInterval(effects), p: studentP(centre / error, clusters - 1), clusters };
}
