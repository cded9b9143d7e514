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

/** What is known of two sides before p values are adjusted. */
export interface ArmEffects {
  effects: Record<Compared, MetricEffect>;
  strata_planned: number;
  /** Why nothing can be compared; null where it can. */
  broken: string | null;
}

export const armEffects = (strata: ComparedStrata, broken: string | null): ArmEffects => ({
  effects: {
    time: differenceEffect('time', strata),
    tokens: differenceEffect('tokens', strata),
    quality: differenceEffect('quality', strata),
    success: differenceEffect('success', strata),
    efficiency: efficiencyEffect(strata),
  },
  strata_planned: strata.planned,
  broken,
});

/**
 * Tools against baseline over the given strata: paired by task and model. All p values are Holm's over the metrics that
 * vary at all.
 *
 * @param broken why nothing can be compared; null where it can
 */
export function compareArms(strata: ComparedStrata, broken: string | null): Comparison {
  const known = armEffects(strata, broken);
  return judge(known, adjust([known]), 0);
}

/** Several comparisons that are read together: all p values are Holm's over all their metrics that vary at all. */
export function compareFamily(family: readonly ArmEffects[]): Comparison[] {
  const adjusted = adjust(family);
  return family.map((known, index) => judge(known, adjusted, index));
}

interface Adjusted {
  /** By comparison and then by metric; null for what was not tested. */
  p: (number | null)[];
  /** How many were tested together. */
  family: number;
}

function adjust(family: readonly ArmEffects[]): Adjusted {
  const tested = family.flatMap(({ effects }) =>
    COMPARED.map((name) => (effects[name].varies ? effects[name].p_unadjusted : null)),
  );
  return { p: holm(tested), family: tested.filter((p) => p !== null).length };
}

function judge(known: ArmEffects, adjusted: Adjusted, index: number): Comparison {
  const { effects, broken } = known;
  const { family } = adjusted;
  const metricOf = (name: Compared): ComparedMetric => {
    const { varies, ...measured } = effects[name];
    const p = adjusted.p[index * COMPARED.length + COMPARED.indexOf(name)] ?? measured.p_unadjusted;
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
    strata_planned: known.strata_planned,
    metrics,
  };
}

/** Never without its interval. */
const percentOf = ({ effect, effect_ci95 }: MetricEffect, convert: (x: number) => number): number | null =>
  effect === null || effect_ci95 === null ? null : round(convert(effect));

const detectablePercent = ({ detectable_effect }: MetricEffect): number | null =>
  detectable_effect === null ? null : round(reduction(-detectable_effect));
