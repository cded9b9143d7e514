import type { Report } from '../../contracts.ts';
import type { Interval } from '../../schema/primitives.ts';
import type { Comparison } from '../../schema/tasks-report.ts';

type Row = Report['rows'][number];

const bounds = (name: string, interval: Interval): Row => ({
  [`${name}_low`]: interval?.[0] ?? null,
  [`${name}_high`]: interval?.[1] ?? null,
});

/** A comparison as columns of a row: every figure with its interval and p value. */
export const comparisonColumns = (c: Comparison): Row => ({
  token_reduction_percent: c.token_reduction_percent,
  ...bounds('token_reduction', c.token_reduction_ci95),
  token_reduction_p: c.token_reduction_p,
  tokens_verdict: c.verdicts.tokens,
  time_reduction_percent: c.time_reduction_percent,
  ...bounds('time_reduction', c.time_reduction_ci95),
  time_reduction_p: c.time_reduction_p,
  time_verdict: c.verdicts.time,
  efficiency_improvement_percent: c.efficiency_improvement_percent,
  ...bounds('efficiency_improvement', c.efficiency_improvement_ci95),
  efficiency_improvement_p: c.efficiency_improvement_p,
  efficiency_verdict: c.verdicts.efficiency,
  quality_change: c.quality_change,
  ...bounds('quality_change', c.quality_change_ci95),
  quality_change_p: c.quality_change_p,
  quality_verdict: c.verdicts.quality,
  success_change: c.success_change,
  ...bounds('success_change', c.success_change_ci95),
  success_change_p: c.success_change_p,
  success_verdict: c.verdicts.success,
  verdict: c.verdict,
  verdict_reason: c.verdict_reason,
  strata: c.strata,
  strata_planned: c.strata_planned,
});
