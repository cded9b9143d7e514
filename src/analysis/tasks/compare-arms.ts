import type { Interval } from '../../schema/primitives.ts';
import { COMPARED, type Compared, type ComparedMetric, type Comparison } from '../../schema/tasks-report.ts';
import { holm } from '../comparisons/holm.ts';
import { round } from '../round.ts';
import type { ComparedStrata } from './compared-strata.ts';
import { differenceEffect, efficiencyEffect, type MetricEffect } from './metric-effect.ts';
import { overallVerdict, SCALES, verdictOf } from './verdict.ts';

/** What 1 - e^x is in per cent: how much less there is after a change of the logarithm by x. */
const reduction = (x: number): number => -100 * Math.expm1(x);
const improvement = (x: number): number => 100 * Math.expm1(x);

/** The interval of a monotone function of the effect, lower bound first. */
function through(interval: Interval, convert: (x: number) => number): Interval {
  if (!interval) return null;
  const [a, b] = interval.map(convert) as [number, number];
  return round([Math.min(a, b), Math.max(a, b)]);
}

/**
 * Tools against baseline over the given strata: paired by task and model. All p values are Holm's over the metrics that
 * vary at all.
 *
 * @param broken why nothing can be compared; null where it can
 */
export function compareArms(strata: ComparedStrata, broken: string | null): Comparison {
  const effects: Record<Compared, MetricEffect> = {
    time: differenceEffect('time', strata),
    tokens: differenceEffect('tokens', strata),
    quality: differenceEffect('quality', strata),
    success: differenceEffect('success', strata),
    efficiency: efficiencyEffect(strata),
  };
  const tested = COMPARED.map((name) => (effects[name].varies ? effects[name].p_unadjusted : null));
  const family = tested.filter((p) => p !== null).length;
  const adjusted = holm(tested);
  const metricOf = (name: Compared): ComparedMetric => {
    const { varies, ...measured } = effects[name];
    const p = adjusted[COMPARED.indexOf(name)] ?? measured.p_unadjusted;
    const verdict = verdictOf(effects[name], { p, family, scale: SCALES[name], broken });
    return {
      ...measured,
      effect: round(measured.effect),
      effect_ci95: round(measured.effect_ci95),
      p_unadjusted: round(measured.p_unadjusted),
      p: round(p),
      smallest_p: round(measured.smallest_p),
      detectable_effect: round(measured.detectable_effect),
      tasks_ci95: round(measured.tasks_ci95),
      tasks_p: round(measured.tasks_p),
      ...verdict,
    };
  };
  const metrics = {
    time: metricOf('time'),
    tokens: metricOf('tokens'),
    quality: metricOf('quality'),
    success: metricOf('success'),
    efficiency: metricOf('efficiency'),
  };
  const { time, tokens, quality, success, efficiency } = metrics;
  return {
    token_reduction_percent: percentOf(effects.tokens, reduction),
    token_reduction_ci95: through(effects.tokens.effect_ci95, reduction),
    token_reduction_p: tokens.p,
    time_reduction_percent: percentOf(effects.time, reduction),
    time_reduction_ci95: through(effects.time.effect_ci95, reduction),
    time_reduction_p: time.p,
    efficiency_improvement_percent: percentOf(effects.efficiency, improvement),
    efficiency_improvement_ci95: through(effects.efficiency.effect_ci95, improvement),
    efficiency_improvement_p: efficiency.p,
    quality_change: quality.effect,
    quality_change_ci95: quality.effect_ci95,
    quality_change_p: quality.p,
    success_change: success.effect,
    success_change_ci95: success.effect_ci95,
    success_change_p: success.p,
    detectable_token_reduction_percent: detectablePercent(effects.tokens),
    detectable_time_reduction_percent: detectablePercent(effects.time),
    ...overallVerdict(metrics),
    verdicts: {
      time: time.verdict,
      tokens: tokens.verdict,
      quality: quality.verdict,
      success: success.verdict,
      efficiency: efficiency.verdict,
    },
    strata: effects.time.strata,
    strata_planned: strata.planned,
    metrics,
  };
}

/** Never without its interval. */
const percentOf = ({ effect, effect_ci95 }: MetricEffect, convert: (x: number) => number): number | null =>
  effect === null || effect_ci95 === null ? null : round(convert(effect));

const detectablePercent = ({ detectable_effect }: MetricEffect): number | null =>
  detectable_effect === null ? null : round(reduction(-detectable_effect));
