import type { Interval } from '../../schema/primitives.ts';
import type { Arm } from '../../schema/task.ts';
import type { ComparedMetric } from '../../schema/tasks-report.ts';
import { clusterT } from '../comparisons/cluster-t.ts';
import { differenceInterval } from '../comparisons/newcombe.ts';
import {
  type CellVariance,
  criticalValue,
  effectiveDf,
  expandedInterval,
} from '../comparisons/stratified-bootstrap.ts';
import {
  type ArmValues,
  assignments,
  exactP,
  MOST_ENUMERATED,
  permutationP,
  smallestP,
} from '../comparisons/stratified-permutation.ts';
import type { ComparedStrata, DifferenceMetric, MetricStrata } from './compared-strata.ts';
import { RESAMPLES } from './resample-stratum.ts';

/** What was measured of one metric, before p values are adjusted and a verdict is given. */
export interface MetricEffect extends Omit<ComparedMetric, 'p' | 'verdict' | 'reason'> {
  /** Whether any two samples of a stratum differ: otherwise there is nothing to test. */
  varies: boolean;
}

/** The standard normal quantile of 0.8: power with which the detectable effect would be found. */
const Z80 = 0.8416212335729143;

const NOTHING: MetricEffect = {
  effect: null,
  effect_ci95: null,
  p_unadjusted: null,
  method: null,
  smallest_p: null,
  detectable_effect: null,
  strata: 0,
  tasks_ci95: null,
  tasks_p: null,
  varies: false,
};

/** The mean over strata of tools less baseline, with its interval and p value. */
export function differenceEffect(name: DifferenceMetric, { metrics }: ComparedStrata): MetricEffect {
  const metric = metrics[name];
  const strata = metric.effects.length;
  if (strata === 0) return NOTHING;
  const effect = metric.effects.reduce((sum, each) => sum + each.effect, 0) / strata;
  const df = effectiveDf(metric.cells);
  const tasks = clusterT(effectsByTask(metric));
  return {
    effect,
    effect_ci95:
      name === 'success'
        ? successInterval(metric, effect)
        : expandedInterval(
            metric.bootstrap.map((sum) => sum / strata),
            effect,
            df,
          ),
    ...testOf(metric, effect),
    detectable_effect: detectable(metric.cells, strata, df),
    strata,
    tasks_ci95: tasks.ci95,
    tasks_p: tasks.p,
    varies: metric.values.some(isVaried),
  };
}

function testOf(
  { values, permuted }: MetricStrata,
  effect: number,
): Pick<MetricEffect, 'p_unadjusted' | 'method' | 'smallest_p'> {
  const count = assignments(
    values.map(({ baseline, tools }) => ({ baseline: baseline.length, tools: tools.length })),
  );
  if (count <= MOST_ENUMERATED) {
    return { p_unadjusted: exactP(values), method: 'exact', smallest_p: smallestP(count) };
  }
  const p = permutationP(
    effect,
    permuted.map((sum) => sum / values.length),
    largestOf(values),
  );
  return { p_unadjusted: p, method: 'monte carlo', smallest_p: smallestOf(count) };
}

/** Of a design, or of so many draws, whichever is larger. */
const smallestOf = (count: number): number => Math.max(smallestP(count), 1 / (RESAMPLES + 1));

const all = ({ baseline, tools }: ArmValues): number[] => [...Array.from(baseline), ...Array.from(tools)];
const largestOf = (values: readonly ArmValues[]): number =>
  values.flatMap(all).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function isVaried(values: ArmValues): boolean {
  const both = all(values);
  return both.some((value) => value !== both[0]);
}

/** Models of one task are averaged: the task is what repeats. */
function effectsByTask({ effects }: MetricStrata): number[] {
  const tasks = new Map<string, number[]>();
  for (const { task, effect } of effects) tasks.set(task, [...(tasks.get(task) ?? []), effect]);
  return [...tasks.values()].map((own) => own.reduce((sum, effect) => sum + effect, 0) / own.length);
}

/** (t + z) standard errors; Lachin, Introduction to sample size determination, Controlled Clinical Trials 2, 1981. */
function detectable(cells: readonly CellVariance[], strata: number, df: number): number | null {
  const error = Math.sqrt(cells.reduce((sum, { variance }) => sum + variance, 0)) / strata;
  return error > 0 ? (criticalValue(df) + Z80) * error : null;
}

/** Over all counted strata together, which is if anything too wide for their mean; it holds the mean's own estimate. */
function successInterval({ values }: MetricStrata, effect: number): Interval {
  const pooled = (arm: Arm) => ({
    right: values.reduce((sum, each) => sum + Array.from(each[arm]).filter((ok) => ok === 1).length, 0),
    total: values.reduce((sum, each) => sum + each[arm].length, 0),
  });
  const interval = differenceInterval(pooled('baseline'), pooled('tools'));
  return interval && [Math.min(effect, interval[0]), Math.max(effect, interval[1])];
}

/** ln(b / a) where one or both may be 0. */
function logRatio(a: number, b: number): number {
  if (a === b) return 0;
  return Math.log(b / a);
}

/** ln of the ratio of both arms' efficiency: of their quality-weighted successes, less that of their costs. */
export function efficiencyEffect({ metrics, outcome }: ComparedStrata): MetricEffect {
  const { time, tokens } = metrics;
  const [strata, costed] = [outcome.sizes.length, time.effects.length];
  if (outcome.isIncomplete || strata === 0 || costed === 0) return NOTHING;
  const average = ({ effects }: MetricStrata) =>
    effects.reduce((sum, each) => sum + each.effect, 0) / effects.length;
  const effect = logRatio(outcome.sum.baseline, outcome.sum.tools) - (average(time) + average(tokens)) / 2;
  if (!Number.isFinite(effect)) return NOTHING;
  const bootstrap = Float64Array.from({ length: RESAMPLES }, (_, k) => {
    const cost = ((time.bootstrap[k] ?? 0) + (tokens.bootstrap[k] ?? 0)) / 2 / costed;
    return logRatio(outcome.bootstrap.baseline[k] ?? 0, outcome.bootstrap.tools[k] ?? 0) - cost;
  });
  const permuted = Float64Array.from({ length: RESAMPLES }, (_, k) => {
    const counted = outcome.permutedCostStrata[k] ?? 0;
    const cost = counted > 0 ? (outcome.permutedCost[k] ?? 0) / counted : 0;
    return logRatio(outcome.permuted.baseline[k] ?? 0, outcome.permuted.tools[k] ?? 0) - cost;
  });
  const df = [time.cells, tokens.cells, outcome.cells].map(effectiveDf).reduce((a, b) => Math.min(a, b));
  const spread = standardDeviation(bootstrap);
  return {
    ...NOTHING,
    effect,
    effect_ci95: expandedInterval(bootstrap, effect, df),
    p_unadjusted: permutationP(effect, permuted, largestOf([...time.values, ...tokens.values])),
    method: 'monte carlo',
    smallest_p: smallestOf(assignments(outcome.sizes)),
    detectable_effect: spread > 0 ? (criticalValue(df) + Z80) * spread : null,
    strata,
    varies: [time, tokens, metrics.quality, metrics.success].some(({ values }) => values.some(isVaried)),
  };
}

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Number.isFinite(squares) ? Math.sqrt(squares / (values.length - 1)) : 0;
}
