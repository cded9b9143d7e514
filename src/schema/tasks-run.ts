import * as z from 'zod';
import { environment } from './environment.ts';
import { id, milliseconds } from './primitives.ts';
import { SCHEMA_VERSION } from './run.ts';
import { arm, task } from './task.ts';

export const ERROR_KINDS = ['connection', 'timeout', 'model', 'config', 'parse', 'internal'] as const;
export const errorKind = z.enum(ERROR_KINDS);
export type ErrorKind = z.infer<typeof errorKind>;

/** Which of the four time limits ran out. */
export const TIME_LIMITS = ['connect', 'first_token', 'idle', 'total'] as const;
export const timeLimit = z.enum(TIME_LIMITS);
export type TimeLimit = z.infer<typeof timeLimit>;

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A language model, or the embedded analyst, and where it answers. */
export const plannedModel = z.strictObject({
  /** Name within the run; equal to `model` unless two endpoints serve the same. */
  id: z.string().min(1),
  model: z.string().min(1),
  /** Base URL; null for a provider inside of tito. */
  endpoint: z.string().nullable(),
});
export type PlannedModel = z.infer<typeof plannedModel>;

/** A task as the plan fixed it, with its target's files by content. */
export const plannedTask = task.extend({
  id,
  sources: z.array(z.strictObject({ path: z.string(), sha256 })),
  /** Whether the expected answer is that of this target; otherwise nothing is known of the answers' quality. */
  is_graded: z.boolean(),
});
export type PlannedTask = z.infer<typeof plannedTask>;

export const limits = z.strictObject({
  connect_s: z.number().positive(),
  first_token_s: z.number().positive(),
  /** Between two chunks. */
  idle_s: z.number().positive(),
});
export type Limits = z.infer<typeof limits>;

/** Retries of connection, time-out and 429/5xx: exponential back-off with full jitter. */
export const retryPolicy = z.strictObject({
  /** Attempts in all; 1 for no retry. */
  attempts: z.int().positive(),
  base_ms: milliseconds,
  max_ms: milliseconds,
});
export type RetryPolicy = z.infer<typeof retryPolicy>;

export const plannedSample = z.strictObject({
  index: count,
  task: id,
  model: z.string(),
  arm,
  replicate: count,
});
export type PlannedSample = z.infer<typeof plannedSample>;

/** A plan decides everything and executes nothing. Keys and headers are no part of it. */
export const tasksPlan = z.strictObject({
  kind: z.literal('tasks'),
  seed: z.int().nonnegative(),
  /** Id of the batch; null for a run of chosen tasks. */
  batch: id.nullable(),
  profile: id,
  profile_reason: z.string(),
  provider: id,
  /** Whether answers come from a language model. */
  is_language_model: z.boolean(),
  /** Why this provider, where it was not asked for by name. */
  provider_reason: z.string(),
  models: z.array(plannedModel).min(1),
  tasks: z.array(plannedTask).min(1),
  samples: z.int().positive(),
  /** Requests under way at a time, per endpoint. */
  concurrency: z.int().positive(),
  limits,
  retry: retryPolicy,
  /** Share of failed samples above which the run ends early; null for never. */
  max_error_rate: z.number().min(0).max(1).nullable(),
  /** Whether every prompt begins with a line of its own, so that no server answers from its prefix cache. */
  cache_bust: z.boolean(),
  /** Untimed requests per model before the first sample. */
  warm_up: count,
  /**
   * Tokens that every request reserves for prompt and answer together, the same for all of a run; absent where the
   * server decides.
   */
  context_tokens: z.int().positive().optional(),
  /** Samples in the order in which they are started. */
  schedule: z.array(plannedSample),
});
export type TasksPlan = z.infer<typeof tasksPlan>;

/** One try to get an answer. */
export const attempt = z.strictObject({
  /** Since the run's start. */
  started_ms: milliseconds,
  duration_ms: milliseconds,
  status: z.enum(['ok', 'failed']),
  error: z
    .strictObject({
      kind: errorKind,
      limit: timeLimit.optional(),
      message: z.string(),
      http_status: count.optional(),
    })
    .optional(),
});
export type Attempt = z.infer<typeof attempt>;

/** How a tool of the tools arm went. */
export const toolOutcome = z.strictObject({
  id,
  status: z.enum(['ok', 'failed']),
  duration_ms: milliseconds,
  output_bytes: count,
  output_sha256: sha256.nullable(),
  error: z.strictObject({ kind: errorKind, message: z.string() }).optional(),
});
export type ToolOutcome = z.infer<typeof toolOutcome>;

/** Everything that is known of one sample once it is finished, whatever its end was. */
export const taskSample = z.strictObject({
  ...plannedSample.shape,
  status: z.enum(['ok', 'failed']),
  error: z.strictObject({ kind: errorKind, limit: timeLimit.optional(), message: z.string() }).optional(),
  attempts: z.array(attempt),
  /** From being ready to being sent, which is no part of a latency. */
  queue_ms: milliseconds,
  /** All below are of the successful attempt; null without one. Latency: request start to end of the answer. */
  latency_ms: milliseconds.nullable(),
  /** Request start to the first chunk of content or reasoning. */
  first_token_ms: milliseconds.nullable(),
  /** First to last chunk. */
  streaming_ms: milliseconds.nullable(),
  chunks: count,
  tokens: z
    .strictObject({
      input: count,
      output: count,
      /** Of the input, answered from the server's prefix cache; null where it does not tell. */
      cached: count.nullable(),
      /** Whether tito counted them itself, from the text. */
      estimated: z.boolean(),
    })
    .nullable(),
  finish_reason: z.string().nullable(),
  /** The server's own durations; null where it does not tell. */
  server: z
    .strictObject({
      load_ms: milliseconds.nullable(),
      prompt_ms: milliseconds.nullable(),
      answer_ms: milliseconds.nullable(),
      total_ms: milliseconds.nullable(),
    })
    .nullable(),
  /** Empty in the baseline arm. */
  tools: z.array(toolOutcome),
  prompt_sha256: sha256.nullable(),
  prompt_characters: count,
  answer: z.string().nullable(),
  /** 0 to 1 against the task's truth; null without an answer. */
  quality: z.number().min(0).max(1).nullable(),
  /** What the grader found, in its own words. */
  grade: z.record(z.string(), z.unknown()).nullable(),
});
export type TaskSample = z.infer<typeof taskSample>;

export const tasksRun = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  tito_version: z.string(),
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  interrupted: z.boolean(),
  /** Why it ended before its schedule did: error rate, dead endpoint; null where it did not. */
  stopped: z.string().nullable(),
  plan: tasksPlan,
  environment,
  samples: z.array(taskSample),
  /** From the first request to the end of the last one, pauses of an interrupted run left out. */
  wall_ms: milliseconds,
  /** Of tito itself, and of the model server where it runs on this machine. */
  resources: z.strictObject({
    cpu_s: z.number().nonnegative(),
    peak_memory_bytes: count,
    connections: count,
    server: z
      .strictObject({
        name: z.string(),
        peak_memory_bytes: count.nullable(),
        cpu_s: z.number().nonnegative().nullable(),
      })
      .nullable(),
  }),
});
export type TasksRun = z.infer<typeof tasksRun>;
