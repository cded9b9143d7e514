import * as z from 'zod';
import { id } from './primitives.ts';

/** Every setting with its default; a key stands here only when something uses it. */
export const config = z.strictObject({
  /** Id of a profile, or `auto` for the one that fits the machine. */
  profile: id.default('auto'),
  /** Seed of everything random, or null for a fresh one each time. */
  seed: z.int().min(0).max(0xffff_ffff).nullable().default(null),
  /** Id of a reporter; which ones there are is discovered, so it is checked where it is used. */
  format: z.string().min(1).default('console'),
  output: z
    .strictObject({
      /** Folder for results, relative to the working directory. */
      directory: z.string().min(1).default('benchmarks'),
    })
    .prefault({}),
  benchmark: z
    .strictObject({
      /** `auto`, `reference`, `python:DIR`, `module:FILE` … */
      subject: z.string().min(1).default('auto'),
      /** Time that all measuring together may take. */
      budget_s: z.number().positive().max(86_400).default(6),
      /** Longest time for one request to the code under test. */
      call_limit_s: z.number().positive().max(86_400).default(10),
      /** Program that runs Python subjects. */
      python: z.string().min(1).default('python3'),
    })
    .prefault({}),
  capstone: z
    .strictObject({
      /** Time that measuring the trained models may take. */
      budget_s: z.number().positive().max(86_400).default(20),
      /** Longest time for training one model, and for any other request to the code under test. */
      train_limit_s: z.number().positive().max(86_400).default(300),
      call_limit_s: z.number().positive().max(86_400).default(60),
      /** Most memory that the code under test may use. */
      memory_limit_mib: z.int().positive().default(2048),
      /** Pixels per side of the generated digits. */
      image_size: z.union([z.literal(8), z.literal(28)]).default(8),
    })
    .prefault({}),
  tasks: z
    .strictObject({
      /** Id of a provider, or `auto`: the profile's models where they can be reached, otherwise the embedded analyst. */
      provider: id.default('auto'),
      /** Base URL of the model server instead of the profile's. */
      endpoint: z
        .url({ protocol: /^https?$/ })
        .nullable()
        .default(null),
      /** Names of models instead of the profile's. */
      models: z.array(z.string().min(1)).default([]),
      /** Samples of each arm, task and model, instead of the batch's or the profile's. */
      samples: z.int().positive().max(100_000).nullable().default(null),
      /** Requests under way at a time, per endpoint. */
      concurrency: z.int().positive().max(1024).default(1),
      /** Attempts in all; 1 for no retry. */
      attempts: z.int().positive().max(20).default(3),
      retry_base_ms: z.number().positive().default(250),
      retry_max_ms: z.number().positive().default(10_000),
      connect_limit_s: z.number().positive().default(5),
      first_token_limit_s: z.number().positive().default(60),
      idle_limit_s: z.number().positive().default(30),
      /** Share of failed samples above which a run ends early; null for never. */
      max_error_rate: z.number().min(0).max(1).nullable().default(null),
      /** Untimed requests per model, which load it. */
      warm_up: z.int().nonnegative().default(1),
      /** Tokens for prompt and answer together, where the server lets them be set; null for as many as the tasks need. */
      context_tokens: z.int().positive().max(10_000_000).nullable().default(null),
      /** Whether each prompt begins with a mark of its own, so that no server answers from its prefix cache. */
      cache_bust: z.boolean().default(true),
    })
    .prefault({}),
  community: z
    .strictObject({
      /** The registry: a file, relative to the working directory, or a URL; null for the file in the user's data folder. */
      registry: z.string().min(1).nullable().default(null),
      /** Whether commands of other groups say how a score compares with the member's cohort. */
      cohort_line: z.boolean().default(true),
      /** Longest wait for an answer of a registry that is a server. */
      limit_s: z.number().positive().max(600).default(10),
    })
    .prefault({}),
});
export type Config = z.infer<typeof config>;
