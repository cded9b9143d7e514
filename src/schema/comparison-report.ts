import * as z from 'zod';
import { latency, score } from './baseline-report.ts';
import { environment } from './environment.ts';
import { id, interval } from './primitives.ts';
import { mismatch, SCHEMA_VERSION } from './run.ts';

export const VERDICTS = ['faster', 'slower', 'same', 'negligible', 'inconclusive', 'invalid'] as const;
export const verdict = z.enum(VERDICTS);
export type Verdict = z.infer<typeof verdict>;

const figure = z.number().nullable();

/** Whole-process figures of a command: mean processor time and median peak memory of its runs. */
export const commandFigures = z.strictObject({
  user_ms: figure,
  system_ms: figure,
  peak_memory_bytes: figure,
});

export const noise = z.strictObject({
  load_before: figure,
  load_after: figure,
  steal_share: figure,
  preempted_share: figure,
  isolate_spread: figure,
});

/** Counts in bins of equal width on a logarithmic scale; what lies beyond an end counts in the bin at that end. */
const counts = z.array(z.int().nonnegative());
const scale = { from_ms: z.number().positive(), to_ms: z.number().positive() };

/** B against A on one workload: a ratio above 1 means that B takes longer. */
export const comparison = z.strictObject({
  id,
  title: z.string(),
  verdict,
  /** Why it is invalid or inconclusive, and what would settle it. */
  reason: z.string().nullable(),
  mismatch: mismatch.nullable(),
  ratio: figure,
  ratio_ci95: interval,
  /** Two-sided; after Holm over the workloads. */
  p: figure,
  /** Smallest relative effect that this run could have detected (80 % power). */
  detectable_effect: figure,
  /** Budget that would settle an inconclusive verdict; null where it is settled, or no budget would. */
  budget_to_settle_s: figure,
  /** Turns of A with B; null between saved runs, which never took any. */
  pairs: z.int().nonnegative().nullable(),
  isolates: z.int().nonnegative(),
  /** Looks that were taken, and the time spent until the verdict stood. */
  looks: z.int().nonnegative(),
  spent_s: z.number().nonnegative(),
  a_ms: latency.nullable(),
  b_ms: latency.nullable(),
  /** Ratio of each pair of isolates, for the picture and the gate. */
  isolate_ratios: z.array(z.number()),
  a_command: commandFigures.nullable(),
  b_command: commandFigures.nullable(),
  /** Call times of both on one scale, for the picture; null without any. */
  histogram: z.strictObject({ ...scale, a: counts, b: counts }).nullable(),
  warnings: z.array(z.string()),
});
export type Comparison = z.infer<typeof comparison>;

export const side = z.strictObject({
  label: z.string(),
  /** File of a saved run; null where it was measured now. */
  file: z.string().nullable(),
  revision: z.string().nullable(),
  runtime: z.string(),
  timestamp: z.iso.datetime(),
});

/** What `tito benchmark compare --format json` prints, without the run that follows it. */
export const comparisonReport = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  benchmark_type: z.literal('comparison'),
  timestamp: z.iso.datetime(),
  interrupted: z.boolean(),
  /** `live`: measured now, in turns. `saved`: two moments, held against each other through the probe. */
  mode: z.enum(['live', 'saved']),
  a: side,
  b: side,
  system_info: environment.shape.system,
  comparisons: z.array(comparison),
  gate: z.strictObject({
    failed: z.boolean(),
    threshold_percent: figure,
    /** Whether a second run said so too; null where none was needed or possible. */
    confirmed: z.boolean().nullable(),
    reasons: z.array(z.string()),
  }),
  noise,
  warnings: z.array(z.string()),
});
export type ComparisonReport = z.infer<typeof comparisonReport>;

export const benchmarkReport = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  benchmark_type: z.literal('benchmark'),
  timestamp: z.iso.datetime(),
  interrupted: z.boolean(),
  subject: z.string(),
  system_info: environment.shape.system,
  workloads: z.array(
    z.strictObject({
      id,
      title: z.string(),
      status: z.enum(['ok', 'invalid', 'failed', 'skipped']),
      reason: z.string().nullable(),
      latency_ms: latency.nullable(),
      /** Units of work per second. */
      throughput_per_s: figure,
      unit: z.string(),
      /** Time of a call over that of the spin probe's: this is what moments are compared by. */
      probe_ratio: figure,
      probe_ratio_ci95: interval,
      pairs: z.int().nonnegative(),
      isolates: z.int().nonnegative(),
      command: commandFigures.nullable(),
      histogram: z.strictObject({ ...scale, counts }).nullable(),
      score,
    }),
  ),
  noise,
  warnings: z.array(z.string()),
});
export type BenchmarkReport = z.infer<typeof benchmarkReport>;

/** One benchmark through its saved runs. */
export const historyReport = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  benchmark_type: z.literal('history'),
  timestamp: z.iso.datetime(),
  series: z.array(
    z.strictObject({
      id,
      title: z.string(),
      subject: z.string(),
      /** What the level is relative to, such as `yardstick tito-reference 1` or `spin probe 1`. */
      basis: z.string(),
      /** Machine, Node and Python in short, one and the same for all runs of a series. */
      machine: z.string(),
      /** Oldest first. */
      runs: z.array(
        z.strictObject({
          file: z.string(),
          timestamp: z.iso.datetime(),
          revision: z.string().nullable(),
          latency_ms: figure,
          /** Time over that of the basis in the same run. */
          level: z.number().positive(),
          level_ci95: interval,
          /** Machine, Node and Python of the run in short: runs of another one are not compared. */
          machine: z.string(),
        }),
      ),
      /** From the first run to the last one; null for a single run. */
      change: z.strictObject({ ratio: z.number().positive(), ratio_ci95: interval, p: figure }).nullable(),
      /** How much runs of the same code differ, as found in these runs; null where they are too few to tell. */
      between_runs_sd: figure,
      /** Oldest first. */
      steps: z.array(
        z.strictObject({
          /** Files of the last run before the step and the first one after it. */
          between: z.tuple([z.string(), z.string()]),
          ratio: z.number().positive(),
          ratio_ci95: interval,
          p: figure,
          verdict: z.enum(['faster', 'slower']),
        }),
      ),
    }),
  ),
  gate: z.strictObject({
    /** Whether the newest step of a series is a slow-down by the threshold at least. */
    failed: z.boolean(),
    threshold_percent: figure,
    reasons: z.array(z.string()),
  }),
  warnings: z.array(z.string()),
});
export type HistoryReport = z.infer<typeof historyReport>;
