import * as z from 'zod';
import { environment } from './environment.ts';
import { measuredWorkload, plannedContender } from './measured-workload.ts';
import { id } from './primitives.ts';
import { block, SCHEMA_VERSION, subjectFacts, timingSettings } from './run.ts';

const schedule = z.array(z.strictObject({ workload: id, replicate: z.int().nonnegative(), seed: z.int() }));

/** A live comparison: `a` is what there was, `b` is what is there now. */
export const comparisonPlan = z.strictObject({
  kind: z.literal('comparison'),
  seed: z.int().nonnegative(),
  /** `a` and `b`; a `probe` besides where the run is to be compared with another moment. */
  contenders: z.array(plannedContender).min(2),
  /** The commit whose code `a` is; null where `a` is no commit. */
  against: z.strictObject({ ref: z.string(), revision: z.string() }).nullable(),
  /** Relative effect below which a difference is called negligible. */
  delta: z.number().positive(),
  /** `same` claims that the interval of the ratio lies within ± this. */
  margin: z.number().positive(),
  /** Over all looks. */
  alpha: z.number().positive(),
  /** Numbers of replicates after which a verdict may be settled. */
  looks: z.array(z.int().positive()).min(1),
  /** Slow-down in per cent that fails the gate; null without a gate. */
  threshold_percent: z.number().nonnegative().nullable(),
  timing: timingSettings,
  workloads: z.array(measuredWorkload).min(1),
  schedule,
  /** The same for the second run that has to say so too before a gate fails. */
  confirmation: schedule,
});
export type ComparisonPlan = z.infer<typeof comparisonPlan>;

export const comparisonRun = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  tito_version: z.string(),
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  interrupted: z.boolean(),
  plan: comparisonPlan,
  environment,
  /** By contender. */
  subjects: z.record(z.string(), subjectFacts),
  blocks: z.array(block),
  /** Blocks of the confirmation, of the workloads that would fail the gate; empty where none did. */
  confirmation: z.array(block),
});
export type ComparisonRun = z.infer<typeof comparisonRun>;

/** Any benchmark measured beside the spin probe, to be looked at, and to be held against other moments. */
export const benchmarkPlan = z.strictObject({
  kind: z.literal('benchmark'),
  seed: z.int().nonnegative(),
  /** Id of the suite; null where benchmarks were named one by one. */
  suite: z.string().nullable(),
  contenders: z.array(plannedContender).min(1),
  timing: timingSettings,
  workloads: z.array(measuredWorkload).min(1),
  schedule,
});
export type BenchmarkPlan = z.infer<typeof benchmarkPlan>;

export const benchmarkRun = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  tito_version: z.string(),
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  interrupted: z.boolean(),
  plan: benchmarkPlan,
  environment,
  subjects: z.record(z.string(), subjectFacts),
  blocks: z.array(block),
});
export type BenchmarkRun = z.infer<typeof benchmarkRun>;
