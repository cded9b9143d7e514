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
});
export type Config = z.infer<typeof config>;
