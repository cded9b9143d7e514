import type { Interval } from '../../schema/primitives.ts';
import type { Arm } from '../../schema/task.ts';
import type { AggregatedRun, Pooled, PooledEffect, PooledFigure } from '../../schema/tasks-aggregate.ts';
import { COMPARED, type Compared, type SampleFigures } from '../../schema/tasks-report.ts';
import { acrossRuns, type RunEstimate, shareAcrossRuns } from '../comparisons/across-runs.ts';
import { holm } from '../comparisons/holm.ts';
import { round } from '../round.ts';
import { SCALES, TOO_FEW, verdictOf } from './verdict.ts';

type Scale = (x: number) => number;
/** A t interval of few runs knows no bounds; shares and their changes do. */
const within =
  (least: number): Scale =>
  (x) =>
    Math.min(1, Math.max(least, x));
const reduction: Scale = (x) => -100 * Math.expm1(x);
const improvement: Scale = (x) => 100 * Math.expm1(x);

/** What a metric's effect is reported as. */
const SHOWN: Record<Compared, Scale> = {
  time: reduction,
  tokens: reduction,
  quality: within(-1),
  success: within(-1),
  efficiency: improvement,
};

/** Runs of the same tasks and models as one estimate, each run counting alike. */
export function poolRuns(runs: readonly AggregatedRun[]): Pooled {
  const effects = poolEffects(runs);
  return {
    arms: { baseline: poolArm(runs, 'baseline'), tools: poolArm(runs, 'tools') },
    token_reduction_percent: effects.tokens,
    time_reduction_percent: effects.time,
    efficiency_improvement_percent: effects.efficiency,
    quality_change: effects.quality,
    success_change: effects.success,
  };
}

function poolEffects(runs: readonly AggregatedRun[]): Record<Compared, PooledEffect> {
  const pooled = COMPARED.map((name) =>
    acrossRuns(
      runs.flatMap(({ comparison_metrics: { metrics } }) => {
        const { effect: value, effect_ci95: ci95 } = metrics[name];
        // Never without its interval.
        return value === null || ci95 === null ? [] : { value, ci95 };
      }),
    ),
  );
  // What is 0 in every run was not tested.
  const tested = pooled.map(({ p, estimate, between_runs_sd }) =>
    estimate === 0 && between_runs_sd === 0 ? null : p,
  );
  const adjusted = holm(tested);
  const family = tested.filter((p) => p !== null).length;
  const effectOf = (name: Compared): PooledEffect => {
    const index = COMPARED.indexOf(name);
    const all = pooled[index] ?? acrossRuns([]);
    const p = adjusted[index] ?? all.p;
    const measured = { effect: all.estimate, effect_ci95: all.ci95, smallest_p: 0, varies: true };
    const judged = verdictOf(measured, { p, family, scale: SCALES[name], broken: null });
    return {
      ...shown(all, SHOWN[name]),
      p_unadjusted: round(all.p),
      p: round(p),
      verdict: judged.verdict,
      reason: all.runs < 2 ? `${TOO_FEW}: ${all.runs} of the runs know it` : judged.reason,
    };
  };
  return {
    time: effectOf('time'),
    tokens: effectOf('tokens'),
    quality: effectOf('quality'),
    success: effectOf('success'),
    efficiency: effectOf('efficiency'),
  };
}

function poolArm(runs: readonly AggregatedRun[], arm: Arm): Pooled['arms'][Arm] {
  const figures = runs.map(({ arms }) => arms[arm]);
  const known = (of: (each: SampleFigures) => { value: number | null; ci95: Interval }): RunEstimate[] =>
    figures.map(of).flatMap(({ value, ci95 }) => (value === null ? [] : { value, ci95 }));
  /** A duration of 0 has no logarithm. */
  const ln = ({ value, ci95 }: RunEstimate): RunEstimate[] =>
    value > 0
      ? [
          {
            value: Math.log(value),
            ci95: ci95 && ci95[0] > 0 ? [Math.log(ci95[0]), Math.log(ci95[1])] : null,
          },
        ]
      : [];
  const success = shareAcrossRuns(
    figures.map(({ completed_tasks: right, total_tasks: total }) => ({ right, total })),
  );
  return {
    success_rate: round(success.estimate),
    success_rate_ci95: round(success.ci95),
    duration_ms: shown(
      acrossRuns(known(({ duration_ms: { p50, ci95 } }) => ({ value: p50, ci95 })).flatMap(ln)),
      Math.exp,
    ),
    tokens_per_sample: shown(
      acrossRuns(known(({ tokens }) => ({ value: tokens.total_per_sample.mean, ci95: null })).flatMap(ln)),
      Math.exp,
    ),
    quality: shown(acrossRuns(known(({ quality: { mean, ci95 } }) => ({ value: mean, ci95 }))), within(0)),
    efficiency_score: shown(
      acrossRuns(known(({ efficiency_score: value }) => ({ value, ci95: null }))),
      (x) => Math.max(0, x),
    ),
  };
}

/** A pooled quantity on the scale that reports use. */
function shown(all: ReturnType<typeof acrossRuns>, scale: Scale): PooledFigure {
  const through = (interval: Interval): Interval => {
    if (!interval) return null;
    const [a, b] = [scale(interval[0]), scale(interval[1])];
    return round([Math.min(a, b), Math.max(a, b)]);
  };
  return {
    runs: all.runs,
    estimate: all.estimate === null ? null : round(scale(all.estimate)),
    ci95: through(all.ci95),
    next_run95: through(all.next_run95),
    between_runs_sd: round(all.between_runs_sd),
    within_runs_sd: round(all.within_runs_sd),
  };
}
