import { ARMS, type Arm } from '../../schema/task.ts';
import type { CellVariance } from '../comparisons/stratified-bootstrap.ts';
import type { ArmValues } from '../comparisons/stratified-permutation.ts';
import { RESAMPLES, type ResampledStratum, type StratumOutcome } from './resample-stratum.ts';

/** One metric over several strata. Resampled effects are kept as sums over strata: that bounds the memory. */
export interface MetricStrata {
  values: ArmValues[];
  /** By stratum. */
  effects: { task: string; effect: number }[];
  cells: CellVariance[];
  bootstrap: Float64Array;
  permuted: Float64Array;
}

/** Quality-weighted success over several strata, as sums. */
export interface OutcomeStrata {
  sizes: Record<Arm, number>[];
  sum: Record<Arm, number>;
  cells: CellVariance[];
  bootstrap: Record<Arm, Float64Array>;
  permuted: Record<Arm, Float64Array>;
  permutedCost: Float64Array;
  /** Strata whose cost is in the sum above, draw by draw. */
  permutedCostStrata: Float64Array;
  /** Whether a stratum with samples enough could not be graded: then nothing is known of the whole. */
  isIncomplete: boolean;
}

const DIFFERENCES = ['time', 'tokens', 'quality', 'success'] as const;
export type DifferenceMetric = (typeof DIFFERENCES)[number];

/** Strata that are compared together: those of a task, of a model, or all. */
export interface ComparedStrata {
  planned: number;
  metrics: Record<DifferenceMetric, MetricStrata>;
  outcome: OutcomeStrata;
}

const draws = () => new Float64Array(RESAMPLES);

const noMetric = (): MetricStrata => ({
  values: [],
  effects: [],
  cells: [],
  bootstrap: draws(),
  permuted: draws(),
});

export function noStrata(): ComparedStrata {
  return {
    planned: 0,
    metrics: { time: noMetric(), tokens: noMetric(), quality: noMetric(), success: noMetric() },
    outcome: {
      sizes: [],
      sum: { baseline: 0, tools: 0 },
      cells: [],
      bootstrap: { baseline: draws(), tools: draws() },
      permuted: { baseline: draws(), tools: draws() },
      permutedCost: draws(),
      permutedCostStrata: draws(),
      isIncomplete: false,
    },
  };
}

const add = (sums: Float64Array, values: Float64Array) => {
  for (let k = 0; k < sums.length; k++) sums[k] = (sums[k] as number) + (values[k] as number);
};

/** Puts one more stratum among those that are compared together. */
export function addStratum(all: ComparedStrata, stratum: ResampledStratum): void {
  all.planned += 1;
  for (const name of DIFFERENCES) {
    const own = stratum[name];
    if (!own) continue;
    const metric = all.metrics[name];
    metric.values.push(own.values);
    metric.effects.push({ task: stratum.task, effect: own.effect });
    metric.cells.push(...own.cells);
    if (own.bootstrap) add(metric.bootstrap, own.bootstrap);
    add(metric.permuted, own.permuted);
  }
  if (stratum.outcome) addOutcome(all.outcome, stratum.outcome);
  else if (stratum.success) all.outcome.isIncomplete = true;
}

function addOutcome(all: OutcomeStrata, own: StratumOutcome): void {
  all.sizes.push(own.sizes);
  all.cells.push(...own.cells);
  for (const arm of ARMS) {
    all.sum[arm] += own.mean[arm];
    add(all.bootstrap[arm], own.bootstrap[arm]);
    add(all.permuted[arm], own.permuted[arm]);
  }
  for (let k = 0; k < RESAMPLES; k++) {
    const cost = own.permutedCost[k] as number;
    if (Number.isNaN(cost)) continue;
    all.permutedCost[k] = (all.permutedCost[k] as number) + cost;
    all.permutedCostStrata[k] = (all.permutedCostStrata[k] as number) + 1;
  }
}
