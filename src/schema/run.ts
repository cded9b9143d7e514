import * as z from 'zod';
import { controlPoints, scoreBasis, step } from './benchmark.ts';
import { environment } from './environment.ts';
import { OPERATIONS } from './operations.ts';
import { id, milliseconds } from './primitives.ts';

/** The newest layout of saved files that this tito reads and writes. */
export const SCHEMA_VERSION = 1;

/** Where a subject comes from: `reference`, `python:DIR`, `module:FILE` as kind and argument. */
export const subjectSpec = z.strictObject({ kind: z.string(), argument: z.string() });
export type SubjectSpec = z.infer<typeof subjectSpec>;

/** What is known of the code under test once it is loaded. */
export const subjectFacts = z.strictObject({
  kind: z.string(),
  name: z.string(),
  /** Runtime that executes it, such as `node 24.21.0` or `python 3.11.7`. */
  runtime: z.string(),
  /** Git revision of the folder it lies in, `-dirty` appended where files differ; null outside of git. */
  revision: z.string().nullable(),
  /** Files that were really imported, with the SHA-256 of their content. */
  sources: z.array(z.strictObject({ path: z.string(), sha256: z.string() })),
  /** Operations that are not there, each with the reason and what to build. */
  missing: z.partialRecord(z.enum([...OPERATIONS, 'values']), z.string()),
  /** Operations whose code is there but can't be loaded, each with the reason. */
  broken: z.partialRecord(z.enum([...OPERATIONS, 'values']), z.string()),
});
export type SubjectFacts = z.infer<typeof subjectFacts>;

export const contenderStatus = z.enum(['ok', 'invalid', 'failed', 'skipped']);

/** The first place where a result differs from the known right answer. */
export const mismatch = z.strictObject({
  operation: z.string(),
  step: z.string(),
  expected: z.string(),
  got: z.string(),
});
export type Mismatch = z.infer<typeof mismatch>;

/** Raw facts of one contender in one block. Slices that were measured before a failure stay. */
export const contenderBlock = z.strictObject({
  id: z.string(),
  status: contenderStatus,
  reason: z.string().optional(),
  mismatch: mismatch.optional(),
  /** SHA-256 over the result of the timed loop's last call, rounded to the benchmark's grid. */
  result_hash: z.string().nullable(),
  /** Time from the block's start until its subject was loaded; 0 where that was before. */
  start_ms: milliseconds,
  warm_up_calls: z.int().nonnegative(),
  calls_per_slice: z.int().nonnegative(),
  /** Duration of each whole slice in the order taken; divide by `calls_per_slice` for one call. */
  slices_ms: z.array(z.number().positive()),
  /** Indices of the slices during which the system took the processor away. */
  preempted: z.array(z.int().nonnegative()),
  /** Durations for the latency distribution, per call; each the mean of `calls_per_sample` calls. */
  calls_ms: z.array(milliseconds),
  calls_per_sample: z.int().positive(),
  /** Of a command only: one entry per slice; memory is null where the system does not tell. */
  processes: z
    .strictObject({
      user_ms: z.array(milliseconds),
      system_ms: z.array(milliseconds),
      peak_memory_bytes: z.array(z.int().nonnegative().nullable()),
    })
    .optional(),
});
export type ContenderBlock = z.infer<typeof contenderBlock>;

/** One isolate per contender, taking turns on one workload. */
export const block = z
  .strictObject({
    workload: id,
    replicate: z.int().nonnegative(),
    /** Milliseconds since the run's start. */
    started_ms: milliseconds,
    /** The processor that all contenders were confined to; null where the system offers no way to. */
    processor: z.int().nonnegative().nullable(),
    /** One coin per turn: the Lehmer index of the contenders' order (with two: 0 as listed, 1 reversed). */
    coins: z.array(z.int().nonnegative()),
    contenders: z.array(contenderBlock),
  })
  .refine(
    ({ coins, contenders }) => contenders.every(({ slices_ms }) => slices_ms.length === coins.length),
    'every turn has one coin and one slice of each contender',
  )
  .refine(
    ({ contenders }) => contenders.every((each) => each.slices_ms.length === 0 || each.calls_per_slice > 0),
    'a slice holds at least one call',
  );
export type Block = z.infer<typeof block>;

/** A workload as the plan fixed it: everything that is needed to score it again later. */
export const plannedWorkload = z.strictObject({
  id,
  title: z.string(),
  weight: z.number().positive(),
  setup: z.array(step),
  steps: z.array(step),
  /** Right answers are multiples of this; a result is right when it is nearer to them than half of it. */
  grid: z.number().positive(),
  score: z.strictObject({ yardstick: controlPoints, profile: controlPoints }),
  /** The yardstick's time that the profile expects; null where the profile does not say. */
  expected_ms: z.number().positive().nullable(),
});
export type PlannedWorkload = z.infer<typeof plannedWorkload>;

export const timingSettings = z.strictObject({
  isolates: z.int().positive(),
  slice_ms: z.number().positive(),
  /** By contender: code that is compiled while it runs needs longer. */
  warm_up_ms: z.record(z.string(), milliseconds),
  budget_s: z.number().positive(),
  call_limit_s: z.number().positive(),
});
export type TimingSettings = z.infer<typeof timingSettings>;

/** A plan decides everything and executes nothing. */
export const baselinePlan = z.strictObject({
  kind: z.literal('baseline'),
  seed: z.int().nonnegative(),
  subject: subjectSpec,
  score_basis: scoreBasis,
  yardstick: z.strictObject({ name: z.string(), version: z.string() }),
  contenders: z.array(z.string()).min(1),
  profile: z.string(),
  profile_reason: z.string(),
  timing: timingSettings,
  workloads: z.array(plannedWorkload),
  /** Blocks in the order in which they are measured. */
  schedule: z.array(z.strictObject({ workload: id, replicate: z.int().nonnegative(), seed: z.int() })),
});
export type BaselinePlan = z.infer<typeof baselinePlan>;

/** Raw facts of one execution of a plan, failures included; every figure of a report comes from here. */
export const run = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  tito_version: z.string(),
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  interrupted: z.boolean(),
  plan: baselinePlan,
  environment,
  subject: subjectFacts,
  blocks: z.array(block),
});
export type Run = z.infer<typeof run>;
