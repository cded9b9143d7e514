import * as z from 'zod';
import { id, interval } from './primitives.ts';
import { SCHEMA_VERSION } from './run.ts';
import { arm } from './task.ts';
import { comparison, sampleFigures, taskVerdict } from './tasks-report.ts';

const figure = z.number().nullable();
const share = z.number().min(0).max(1).nullable();
const count = z.int().nonnegative();

/** One quantity over runs, each of which counts alike. */
export const pooledFigure = z.strictObject({
  /** Runs that know it. */
  runs: count,
  estimate: figure,
  /** Of the mean over runs like these; null for fewer than two. */
  ci95: interval,
  /** Where the next such run falls in 95 % of cases; null for fewer than three. */
  next_run95: interval,
  /** Standard deviation between runs beyond their own uncertainty, and that; of logarithms where it is a ratio or a time. */
  between_runs_sd: figure,
  within_runs_sd: figure,
});
export type PooledFigure = z.infer<typeof pooledFigure>;

/** Tools against baseline over runs. */
export const pooledEffect = pooledFigure.extend({
  p_unadjusted: share,
  /** By Holm over the metrics. */
  p: share,
  verdict: taskVerdict,
  reason: z.string(),
});
export type PooledEffect = z.infer<typeof pooledEffect>;

export const pooledArm = z.strictObject({
  /** Of all samples together, its interval widened where the runs differ. */
  success_rate: share,
  success_rate_ci95: interval,
  /** Geometric mean of the runs' medians. */
  duration_ms: pooledFigure,
  /** Geometric mean of the runs' means. */
  tokens_per_sample: pooledFigure,
  quality: pooledFigure,
  efficiency_score: pooledFigure,
});

/** One run, in short; the whole of it is in its file. */
export const aggregatedRun = z.strictObject({
  file: z.string(),
  started_at: z.iso.datetime(),
  interrupted: z.boolean(),
  batch: id.nullable(),
  profile: z.string(),
  provider: z.string(),
  models: z.array(z.string()),
  seed: count,
  overall_metrics: sampleFigures,
  arms: z.record(arm, sampleFigures),
  comparison_metrics: comparison,
});
export type AggregatedRun = z.infer<typeof aggregatedRun>;

/** What `tito tasks compare A.json B.json C.json …` and `tito tasks compare FOLDER` print with `--format json`. */
export const tasksAggregate = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  benchmark_type: z.literal('tasks_aggregate'),
  /** Of the last run. */
  timestamp: z.iso.datetime(),
  /** By their start. */
  runs: z.array(aggregatedRun),
  /** Tasks and models that all runs asked, to which all figures are restricted; empty where there are none. */
  tasks: z.array(z.string()),
  models: z.array(z.string()),
  /** Null where the runs have nothing in common. */
  pooled: z
    .strictObject({
      arms: z.record(arm, pooledArm),
      token_reduction_percent: pooledEffect,
      time_reduction_percent: pooledEffect,
      efficiency_improvement_percent: pooledEffect,
      quality_change: pooledEffect,
      success_change: pooledEffect,
    })
    .nullable(),
  warnings: z.array(z.string()),
});
export type TasksAggregate = z.infer<typeof tasksAggregate>;
export type Pooled = NonNullable<TasksAggregate['pooled']>;
