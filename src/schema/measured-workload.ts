import * as z from 'zod';
import { step } from './benchmark.ts';
import { id } from './primitives.ts';

const common = { id, title: z.string() };

/** A program over the operations of a subject: every kind of subject can run it, and its right answers are known. */
export const programWorkload = z.strictObject({
  shape: z.literal('program'),
  ...common,
  setup: z.array(step),
  steps: z.array(step),
  grid: z.number().positive(),
});

/** A function of a JavaScript or TypeScript file. */
export const functionWorkload = z.strictObject({
  shape: z.literal('function'),
  ...common,
  /** What one call does, as in `document`; throughput is in these per second. */
  unit: z.string(),
  units_per_call: z.number().positive(),
  /** Times of the spin probe that earn 90 and 50 points; null without a score. */
  score: z.strictObject({ p90: z.number().positive(), p50: z.number().positive() }).nullable(),
});

/** A command line: one process is one slice. */
export const commandWorkload = z.strictObject({
  shape: z.literal('command'),
  ...common,
  /** Exit status that counts as success. */
  exit_status: z.int().nonnegative(),
});

/** What is measured, in one of three shapes. */
export const measuredWorkload = z.discriminatedUnion('shape', [
  programWorkload,
  functionWorkload,
  commandWorkload,
]);
export type MeasuredWorkload = z.infer<typeof measuredWorkload>;

export const plannedContender = z.strictObject({
  id: z.string(),
  /** As people read it: a path, a git revision, a command line. */
  label: z.string(),
  spec: z.strictObject({ kind: z.string(), argument: z.string() }),
});
export type PlannedContender = z.infer<typeof plannedContender>;
