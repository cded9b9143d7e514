/** What the TypeScript API of `tito tasks` takes and gives. */
import type * as z from 'zod';
import type { Report } from '../contracts.ts';
import type { TitoError } from '../errors.ts';
import type { task } from '../schema/task.ts';
import type { TasksComparison } from '../schema/tasks-comparison.ts';
import type { ProfilesReport } from '../schema/tasks-profiles.ts';
import type { TasksReport } from '../schema/tasks-report.ts';
import type { TasksRun } from '../schema/tasks-run.ts';

/** An earlier run that a new one is held against. */
export interface BaselineSettings {
  /** A saved run of the same batch, relative to `cwd`; it is read and checked before anything is asked. */
  baselineFile?: string;
  /**
   * How much worse is a regression: per cent of time and tokens, percentage points of quality and success; 5. It also
   * has to be worse beyond doubt. Without a baseline it has no effect.
   */
  thresholdPercent?: number;
}

/** What to ask, and whom. What is left out comes from the configuration, the batch or the profile. */
export interface RunSettings {
  /** Id of a hardware class; the one that fits this machine. */
  profile?: string;
  /** Ids of tasks; those of the batch, otherwise all that are found or registered. */
  taskIds?: readonly string[];
  /** Samples of each arm, task and model, at least 1. */
  sampleSize?: number;
  /** Id of a provider, such as `ollama`; `auto`. One that is named is never replaced by another. */
  provider?: string;
  /** Names of models instead of the profile's. */
  models?: readonly string[];
  /** Base URL of the model server instead of the profile's. */
  endpoint?: string;
  /** Requests under way at a time, per endpoint; 1. */
  concurrency?: number;
  /** Of everything random, an unsigned 32-bit integer; a fresh one, saved with the run. */
  seed?: number;
  /** Folder to look at instead of the tasks' own; answers are not graded then. */
  target?: string;
  /** Any setting of `tito.config.yaml`, by dotted path such as `tasks.idle_limit_s`; stronger than the fields above. */
  settings?: Readonly<Record<string, unknown>>;
}

export interface BatchSettings extends RunSettings, BaselineSettings {
  /** Id of a batch: one that ships with tito, or one of your own in `suites/`. */
  batchName: string;
}

export interface ComparisonSettings extends Omit<RunSettings, 'profile'> {
  /** Ids of hardware classes, at least one. */
  profiles: readonly string[];
  /** Batch that says what is asked; otherwise `taskIds`, or all tasks. */
  batchName?: string;
}

export interface ResumeSettings extends BaselineSettings {
  /** Journal (`.jsonl`) of the interrupted run, relative to `cwd`; the newest one in the results folder. */
  journal?: string;
  /** Batch that it has to be of; any. */
  batchName?: string;
}

/** A run that came to an end, whatever end that was. */
export interface BenchmarkResult {
  /** Raw facts, failures included; everything else can be computed from them again. */
  run: TasksRun;
  /** The figures: what `tito tasks run --format json` prints. */
  report: TasksReport;
  /** The report as any reporter takes it; see `renderReport`. */
  document: Report;
  /** Saved run, relative to `cwd`: the journal of one that did not come to its end; null where it can't be written. */
  file: string | null;
  /**
   * Why it is no success, though there is a report: `tasks_interrupted`, `tasks_stopped`, `no_answers` or `not_saved`;
   * null for a success. Single samples that failed are no failure of the run.
   */
  failure: TitoError | null;
  /** The run against its baseline, and whether that fails the gate; null without a baseline. */
  regression: TasksComparison | null;
}

/** Runs of several profiles side by side. */
export interface ComparisonResult {
  runs: BenchmarkResult[];
  report: ProfilesReport;
  document: Report;
}

/** A task as it stands in `benchmarks/tasks/<id>.yaml`; what has a default may be left out. */
export type TaskDefinition = z.input<typeof task>;
