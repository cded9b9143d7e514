import type { Report } from '../contracts.ts';
import type { TitoError } from '../errors.ts';
import type { Task } from '../schema/task.ts';
import type { ProfilesReport } from '../schema/tasks-profiles.ts';
import type { TasksReport } from '../schema/tasks-report.ts';
import type { TasksRun } from '../schema/tasks-run.ts';
import type { TasksEvent } from '../tasks/events.ts';
import type { Surroundings } from '../workflows/surroundings.ts';

/** The outside world of a runner; everything has a default. */
export interface RunnerOptions {
  /** Where configuration, tasks of your own and results are; the working directory of the process. */
  directory?: string;
  /** Environment: `TITO_*` settings and the provider's key; that of the process. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Ends a run early: what is finished is kept, and `interrupted` is true. */
  signal?: AbortSignal;
}

/** What to ask, and whom. What is left out comes from the configuration, the batch or the profile. */
export interface RunSettings {
  /** Id of a hardware class. */
  profile?: string;
  /** Ids of tasks; all where none is named. */
  taskIds?: readonly string[];
  /** Samples of each arm, task and model. */
  sampleSize?: number;
  provider?: string;
  models?: readonly string[];
  /** Base URL of the model server. */
  endpoint?: string;
  concurrency?: number;
  seed?: number;
  /** Folder to look at instead of the tasks' own; answers are not graded then. */
  target?: string;
  /** Settings of the configuration by dotted path, such as `tasks.attempts`. */
  settings?: Readonly<Record<string, unknown>>;
}

/** A finished run: its raw facts, the report computed from them, and where both are saved. */
export interface BenchmarkResult {
  run: TasksRun;
  report: TasksReport;
  /** The report as any reporter takes it. */
  document: Report;
  /** Relative to the runner's directory; null where the folder can't be written. */
  file: string | null;
  /** Why it could not be saved; null where it was. */
  failure: TitoError | null;
}

/** Runs of several profiles side by side. */
export interface ComparisonResult {
  runs: BenchmarkResult[];
  report: ProfilesReport;
  document: Report;
}

/**
 * Asks language models each task with a plain prompt and with tools, and compares both. The command line is built on it.
 *
 * Errors that it throws are of class `TitoError` with `code` and `hint`: what was wrong and what to do.
 */
export class BenchmarkRunner {
  readonly #surroundings: Surroundings;
  readonly #registered = new Map<string, Task>();
  readonly #listeners = new Set<(event: TasksEvent) => void>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /**
   * Adds a task for this runner alone, as a file in `benchmarks/tasks/` would.
   * @throws TypeError for a definition that is none
   */
  async registerTask(id: string, definition: Readonly<Record<string, unknown>>): Promise<void> {
    const { task } = await import('../schema/task.ts');
    const { id: idSchema } = await import('../schema/primitives.ts');
    const name = idSchema.safeParse(id);
    const checked = task.safeParse(definition);
    const [issue] = [...(name.error?.issues ?? []), ...(checked.error?.issues ?? [])];
    if (issue || !checked.success) throw new TypeError(`${id}: ${issue?.path.join('.')}: ${issue?.message}`);
    this.#registered.set(id, checked.data);
  }

  /**
   * Listens to what happens during runs: samples that start and finish, retries, an early stop.
   * @returns what ends the listening
   */
  on(listener: (event: TasksEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Asks chosen tasks, or all. */
  runSingleBenchmark(settings: RunSettings = {}): Promise<BenchmarkResult> {
    return this.#run(null, settings);
  }

  /** Runs a batch: `quick`, `standard`, `comprehensive`, or one of your own in `suites/`. */
  runBatchBenchmark({ batchName, ...settings }: RunSettings & { batchName: string }): Promise<BenchmarkResult> {
    return this.#run(batchName, settings);
  }

  /** Goes on with an interrupted run. @param journal the newest one where it is left out */
  async resumeBenchmark(journal?: string, batchName?: string): Promise<BenchmarkResult> {
    const { keepResumedTasks } = await import('../workflows/keep-tasks.ts');
    const { loadConfig } = await import('../config/load-config.ts');
    const { cwd, env } = this.#surroundings;
    const { values } = await loadConfig({ cwd, env, flags: {} });
    const { directory } = values.output;
    const batch = batchName ?? null;
    return resultOf(await keepResumedTasks(this.#surroundings, directory, journal ?? null, batch, this.#tell));
  }

  /** Runs the same tasks with one profile after the other. */
  async runComparisonBenchmark({
    profiles,
    batchName,
    ...settings
  }: Omit<RunSettings, 'profile'> & {
    profiles: readonly string[];
    batchName?: string;
  }): Promise<ComparisonResult> {
    const runs: BenchmarkResult[] = [];
    for (const profile of profiles) {
      if (this.#surroundings.signal.aborted) break;
      runs.push(await this.#run(batchName ?? null, { ...settings, profile }));
    }
    const { reportProfiles } = await import('../workflows/report-profiles.ts');
    return { runs, ...(await reportProfiles(this.#surroundings.root, runs)) };
  }

  async #run(batch: string | null, settings: RunSettings): Promise<BenchmarkResult> {
    const { planForTasks } = await import('../workflows/plan-tasks.ts');
    const { keepTasks } = await import('../workflows/keep-tasks.ts');
    const planned = await planForTasks(this.#surroundings, {
      batch,
      flags: flagsOf(settings),
      tasks: settings.taskIds ?? [],
      registered: this.#registered,
      ...(settings.target === undefined ? {} : { target: settings.target }),
    });
    this.#tell({ kind: 'planned', plan: planned.plan });
    return resultOf(await keepTasks(this.#surroundings, planned, this.#tell));
  }

  #tell = (event: TasksEvent): void => {
    for (const listener of this.#listeners) listener(event);
  };
}

/** Settings by dotted path, as the configuration takes them. */
export const flagsOf = ({ settings, ...given }: RunSettings): Record<string, unknown> => ({
  profile: given.profile,
  seed: given.seed,
  'tasks.provider': given.provider,
  'tasks.models': given.models,
  'tasks.endpoint': given.endpoint,
  'tasks.samples': given.sampleSize,
  'tasks.concurrency': given.concurrency,
  ...settings,
});

const resultOf = ({ run, data, report, file, failure }: {
  run: TasksRun;
  data: TasksReport;
  report: Report;
  file: string | null;
  failure: TitoError | null;
}): BenchmarkResult => ({ run, report: data, document: report, file, failure });
