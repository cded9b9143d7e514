import * as z from 'zod';
import { scoreBasis } from './benchmark.ts';
import { environment } from './environment.ts';
import { id, interval, milliseconds } from './primitives.ts';
import { contenderStatus, mismatch, SCHEMA_VERSION, subjectFacts } from './run.ts';

/** Latency of single calls in milliseconds; null where there are too few samples for a figure. */
export const latency = z.looseObject({
  samples: z.int().nonnegative(),
  p50: milliseconds.nullable(),
  min: milliseconds.nullable(),
  mad: milliseconds.nullable(),
  ci95: interval,
  p95: milliseconds.nullable(),
  p99: milliseconds.nullable(),
});
export type Latency = z.infer<typeof latency>;

export const score = z.int().min(0).max(100).nullable();

export const workloadReport = z.strictObject({
  id,
  title: z.string(),
  status: contenderStatus,
  /** Whether the results are the known right answers; null where they were not checked. */
  correct: z.boolean().nullable(),
  reason: z.string().optional(),
  mismatch: mismatch.optional(),
  latency_ms: latency.nullable(),
  yardstick_ms: latency.nullable(),
  /** Subject's time over the yardstick's, or over the profile's expectation (see `score_basis`). */
  ratio: z.number().positive().nullable(),
  ratio_ci95: interval,
  /** Complete turns and isolates that the ratio stands on. */
  pairs: z.int().nonnegative(),
  isolates: z.int().nonnegative(),
  score,
});
export type WorkloadReport = z.infer<typeof workloadReport>;

/** What `tito benchmark baseline --format json` prints, without the run that follows it. */
export const baselineReport = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  benchmark_type: z.literal('baseline'),
  timestamp: z.iso.datetime(),
  interrupted: z.boolean(),
  subject: subjectFacts,
  system_info: environment.shape.system,
  profile: id,
  setup_verified: z.boolean(),
  score,
  score_basis: scoreBasis,
  score_interval: z.tuple([z.int(), z.int()]).nullable(),
  yardstick: z.strictObject({ name: z.string(), version: z.string() }),
  workloads: z.array(workloadReport),
  /** The typical times and the score once more, flat. */
  metrics: z.record(z.string(), z.number().nullable()),
  noise: z.strictObject({
    load_before: z.number().nullable(),
    load_after: z.number().nullable(),
    steal_share: z.number().nullable(),
    /** Share of slices during which the system took the processor away. */
    preempted_share: z.number().nullable(),
    /** Largest relative standard deviation between the isolates of a workload. */
    isolate_spread: z.number().nullable(),
  }),
  warnings: z.array(z.string()),
});
export type BaselineReport = z.infer<typeof baselineReport>;
