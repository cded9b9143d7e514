import * as z from 'zod';
import { id, interval } from './primitives.ts';
import { SCHEMA_VERSION } from './run.ts';
import { arm } from './task.ts';
import { errorKind, plannedModel, tasksRun, timeLimit } from './tasks-run.ts';

const figure = z.number().nullable();
const share = z.number().min(0).max(1).nullable();
const count = z.int().nonnegative();

/** A quantity over successful samples; a figure is null where there are too few of them. */
export const distribution = z.looseObject({
  samples: count,
  mean: figure,
  standard_deviation: figure,
  min: figure,
  p25: figure,
  p50: figure,
  p75: figure,
  p90: figure,
  p95: figure,
  p99: figure,
  max: figure,
  /** Of the median. */
  ci95: interval,
});
export type Distribution = z.infer<typeof distribution>;

export const spread = z.strictObject({ samples: count, mean: figure, p50: figure, p95: figure, max: figure });
export type Spread = z.infer<typeof spread>;

export const errorCount = z.strictObject({
  kind: errorKind,
  /** Samples that ended with it. */
  count,
  /** Failed attempts of this kind, those included that a retry made good. */
  attempts: count,
  /** Which time limits ran out, with their counts of samples. */
  limits: z.partialRecord(timeLimit, count).optional(),
  /** The first one's message; null where every sample recovered. */
  message: z.string().nullable(),
});
export type ErrorCount = z.infer<typeof errorCount>;

/** What can be said of any set of samples. Rates are shares of all finished samples. */
export const sampleFigures = z.strictObject({
  /** Finished samples: of tasks, arms and models, as often as each was asked. */
  total_tasks: count,
  completed_tasks: count,
  failed_tasks: count,
  success_rate: share,
  success_rate_ci95: interval,
  /** Of all failures, time-outs included. */
  error_rate: share,
  error_rate_ci95: interval,
  timeout_rate: share,
  timeout_rate_ci95: interval,
  attempts: count,
  /** Attempts after a sample's first. */
  retries: count,
  retried_samples: count,
  /** Tools and the successful attempt. */
  duration_ms: distribution,
  /** The successful attempt. */
  latency_ms: distribution,
  tools_ms: spread,
  first_token_ms: spread,
  inter_token_ms: spread,
  time_per_output_token_ms: spread,
  /** Waiting for a slot, which is part of no latency; of all finished samples. */
  queue_ms: spread,
  tokens: z.strictObject({
    input: count,
    output: count,
    total: count,
    /** Output tokens of all samples over the run's wall time. */
    per_second: figure,
    /** Output tokens over the latency, request by request. */
    per_second_per_request: spread,
    total_per_sample: spread,
    cached: count.nullable(),
    /** Of the input tokens, where the server tells. */
    cached_share: share,
    /** Whether tito counted any of them itself. */
    estimated: z.boolean(),
  }),
  /** Completed samples per second of the run's wall time; arms and models share it, so theirs add up. */
  throughput: figure,
  quality: z.strictObject({ mean: share, ci95: interval, samples: count }),
  efficiency_score: figure,
});
export type SampleFigures = z.infer<typeof sampleFigures>;

/** `faster`: the tools arm is better: it takes less time or fewer tokens, or has higher quality, success, efficiency. */
export const taskVerdict = z.enum(['faster', 'slower', 'same', 'negligible', 'inconclusive', 'invalid']);
export type TaskVerdict = z.infer<typeof taskVerdict>;

export const COMPARED = ['time', 'tokens', 'quality', 'success', 'efficiency'] as const;
export type Compared = (typeof COMPARED)[number];

/** One metric, tools against baseline, before it is turned into per cent. */
export const comparedMetric = z.strictObject({
  /** Mean over strata of ln(tools / baseline), for quality and success of tools less baseline; null where unknown. */
  effect: figure,
  /** By bootstrap within strata: valid for these tasks. */
  effect_ci95: interval,
  /** By permutation within strata. */
  p_unadjusted: share,
  /** The same by Holm over the metrics. */
  p: share,
  method: z.enum(['exact', 'monte carlo']).nullable(),
  /** The smallest p value that so many samples can give. */
  smallest_p: share,
  /** Effect that would be found in 80 % of such runs. */
  detectable_effect: figure,
  /** Pairs of task and model that both arms have samples of. */
  strata: count,
  /** By Student's t over tasks, which is about tasks like these. */
  tasks_ci95: interval,
  tasks_p: share,
  verdict: taskVerdict,
  reason: z.string(),
});
export type ComparedMetric = z.infer<typeof comparedMetric>;

/** Positive reductions and improvements are in favour of the tools. */
export const comparison = z.strictObject({
  token_reduction_percent: figure,
  token_reduction_ci95: interval,
  token_reduction_p: share,
  time_reduction_percent: figure,
  time_reduction_ci95: interval,
  time_reduction_p: share,
  efficiency_improvement_percent: figure,
  efficiency_improvement_ci95: interval,
  efficiency_improvement_p: share,
  /** Tools less baseline. */
  quality_change: figure,
  quality_change_ci95: interval,
  quality_change_p: share,
  success_change: figure,
  success_change_ci95: interval,
  success_change_p: share,
  /** Smallest changes, in per cent, that such a run would find in 80 % of cases. */
  detectable_token_reduction_percent: figure,
  detectable_time_reduction_percent: figure,
  verdict: taskVerdict,
  verdict_reason: z.string(),
  verdicts: z.record(z.enum(COMPARED), taskVerdict),
  strata: count,
  strata_planned: count,
  metrics: z.record(z.enum(COMPARED), comparedMetric),
});
export type Comparison = z.infer<typeof comparison>;

const arms = z.record(arm, sampleFigures);

export const taskReport = z.strictObject({
  id,
  title: z.string(),
  workflow: id,
  arms,
  comparison,
  models: z.array(z.strictObject({ id: z.string(), arms })),
});

/** What `tito tasks run --format json` prints, without the run that follows it. */
export const tasksReport = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  benchmark_type: z.literal('tasks'),
  timestamp: z.iso.datetime(),
  interrupted: z.boolean(),
  benchmark_info: z.strictObject({
    profile: id,
    batch: id.nullable(),
    provider: id,
    /** Whether a language model answered. */
    is_language_model: z.boolean(),
    models: z.array(z.string()),
    total_tasks: count,
    sample_size: count,
    execution_mode: z.literal('async'),
    concurrency: count,
    seed: count,
    started_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
    /** Why it ended before its schedule did; null where it did not. */
    stopped: z.string().nullable(),
  }),
  comparison_metrics: comparison,
  overall_metrics: sampleFigures.extend({
    planned_tasks: count,
    wall_s: z.number().nonnegative(),
    efficiency_formula: z.string(),
    /** Median share of a latency during which the server worked on the request. */
    server_share: figure,
    resources: tasksRun.shape.resources,
  }),
  models: z.array(plannedModel.extend({ arms, comparison })),
  tasks: z.array(taskReport),
  errors: z.array(errorCount),
  warnings: z.array(z.string()),
});
export type TasksReport = z.infer<typeof tasksReport>;
