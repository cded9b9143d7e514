import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TitoError } from '../errors.ts';
import type { Task } from '../schema/task.ts';
import type { TasksPlan } from '../schema/tasks-run.ts';
import type { TasksEvent } from '../tasks/events.ts';
import type { Attendance } from '../workflows/benchmark-tasks.ts';
import type { Surroundings } from '../workflows/surroundings.ts';
import type {
  BaselineSettings,
  BatchSettings,
  BenchmarkResult,
  ComparisonResult,
  ComparisonSettings,
  ResumeSettings,
  RunSettings,
  TaskDefinition,
} from '../workflows/tasks-settings.ts';

/** The outside world of a runner; everything has a default. */
export interface RunnerOptions {
  /** Where configuration, tasks of your own and results are; the working directory of the process. */
  cwd?: string;
  /** Environment: `TITO_*` settings and the provider's key; that of the process. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Ends a run early: what is finished is kept, and the run says `interrupted`. Never aborted. */
  signal?: AbortSignal;
  /** Wall-clock time in milliseconds since 1970, which names files; nothing is timed by it. */
  clock?: () => number;
  /** A fresh seed, an unsigned 32-bit integer, for a run without one. */
  random?: () => number;
  /** Folder of tito itself, and its version, which is saved with a run. */
  root?: string;
  version?: string;
}

type Listener = (event: TasksEvent) => void;
type EventOf<Kind> = Extract<TasksEvent, { kind: Kind }>;

/**
 * Asks language models each task with a plain prompt and with tools, and compares both. The command line is built on it.
 *
 * All methods reject with a `TitoError`, whose `code` is for programs, and whose `message` and `hint` say what was wrong
 * and what to do: `usage` and `unknown_id` for wrong settings, `invalid_config` for wrong files, `provider_unreachable`
 * and `model_missing` for what can't be asked, `interrupted` by the signal. All of these come before the first sample,
 * and name settings by the command line's flags. Whatever happens to a sample afterwards is data of the run; how the run
 * ended is `failure` of its result.
 */
export class BenchmarkRunner {
  readonly #surroundings: Surroundings;
  readonly #registered = new Map<string, Task>();
  readonly #listeners = new Set<Listener>();

  constructor(options: RunnerOptions = {}) {
    this.#surroundings = {
      cwd: options.cwd ?? process.cwd(),
      env: options.env ?? process.env,
      signal: options.signal ?? new AbortController().signal,
      clock: options.clock ?? Date.now,
      random: options.random ?? (() => randomInt(2 ** 32)),
      root: options.root ?? ownRoot(),
      version: options.version ?? ownVersion(),
    };
  }

  /**
   * Adds a task for this runner alone; a file in `benchmarks/tasks/` would add it for all.
   * @param id in snake_case
   * @throws TitoError `invalid_config` with the field that is wrong, `duplicate_id`, `unknown_id` for its grader
   */
  async registerTask(id: string, definition: TaskDefinition): Promise<void> {
    const { checkDefinition } = await import('../workflows/register-task.ts');
    const others = [...this.#registered.keys()];
    this.#registered.set(id, await checkDefinition(this.#surroundings, id, definition, others));
  }

  /**
   * Listens to what happens during runs, of one kind or all: what is planned, samples that start and finish, retries,
   * an early stop. Times in events are in milliseconds. A listener that throws ends the run as an abort does, and the
   * run's promise rejects with what it threw.
   *
   * @returns what ends the listening
   */
  on(listener: Listener): () => void;
  on<Kind extends TasksEvent['kind']>(kind: Kind, listener: (event: EventOf<Kind>) => void): () => void;
  on<Kind extends TasksEvent['kind']>(
    kind: Kind | Listener,
    listener?: (event: EventOf<Kind>) => void,
  ): () => void {
    const isOfKind = (event: TasksEvent): event is EventOf<Kind> => event.kind === kind;
    const heard: Listener = (event) => {
      if (typeof kind === 'function') kind(event);
      else if (isOfKind(event)) listener?.(event);
    };
    this.#listeners.add(heard);
    return () => {
      this.#listeners.delete(heard);
    };
  }

  /** Decides everything that a run would do, and asks no model anything: what `--dry-run` shows. */
  planBenchmark(settings: RunSettings & BaselineSettings & { batchName?: string } = {}): Promise<TasksPlan> {
    return this.#attend(async (attendance) => {
      const { planBenchmark } = await import('../workflows/benchmark-tasks.ts');
      return planBenchmark(attendance, settings);
    });
  }

  /** Asks chosen tasks, or all. */
  runSingleBenchmark(settings: RunSettings & BaselineSettings = {}): Promise<BenchmarkResult> {
    return this.#attend(async (attendance) => {
      const { runBenchmark } = await import('../workflows/benchmark-tasks.ts');
      return runBenchmark(attendance, settings);
    });
  }

  /**
   * Runs a batch: `quick`, `standard`, `comprehensive` and `scaling` ask 3, 8, 20 and 5 samples of each arm, task and
   * model. Where the batch goes through several profiles, as `scaling` does, and none is named, the result is that of
   * `runComparisonBenchmark`: it has `runs`.
   *
   * @throws TitoError `usage` where a baseline is given and there are several profiles to hold against it
   */
  runBatchBenchmark(settings: BatchSettings & { profile: string }): Promise<BenchmarkResult>;
  runBatchBenchmark(
    settings: BatchSettings & { batchName: 'quick' | 'standard' | 'comprehensive' },
  ): Promise<BenchmarkResult>;
  runBatchBenchmark(settings: BatchSettings): Promise<BenchmarkResult | ComparisonResult>;
  runBatchBenchmark(settings: BatchSettings): Promise<BenchmarkResult | ComparisonResult> {
    return this.#attend(async (attendance) => {
      const { profilesOf, runBenchmark, runProfiles } = await import('../workflows/benchmark-tasks.ts');
      const profiles = await profilesOf(attendance, settings);
      if (profiles.length === 0) return runBenchmark(attendance, settings);
      if (settings.baselineFile === undefined) return runProfiles(attendance, { ...settings, profiles });
      const message = `A baseline is one run, and the batch '${settings.batchName}' is one for each of ${profiles.join(', ')}: name one profile.`;
      throw new TitoError('usage', { message, command: 'tito tasks batch' });
    });
  }

  /**
   * Runs the same tasks with one profile after the other. All are planned and checked before the first is asked; where a
   * later one's models can't be loaded after all, the promise rejects, and those before it are saved.
   */
  runComparisonBenchmark(settings: ComparisonSettings): Promise<ComparisonResult> {
    return this.#attend(async (attendance) => {
      const { runProfiles } = await import('../workflows/benchmark-tasks.ts');
      return runProfiles(attendance, settings);
    });
  }

  /**
   * Goes on with an interrupted run exactly as it was planned: nothing that was finished is asked again.
   * @throws TitoError `nothing_to_resume`; `run_in_use`; `invalid_config` where the files that it is about have changed
   */
  resumeBenchmark(settings: ResumeSettings = {}): Promise<BenchmarkResult> {
    return this.#attend(async (attendance) => {
      const { resumeBenchmark } = await import('../workflows/benchmark-tasks.ts');
      return resumeBenchmark(attendance, settings);
    });
  }

  /**
   * A result as text.
   * @param format id of a reporter: `json`, `markdown`, `csv`, `console`, `junit`, `github`
   * @throws TitoError `unknown_id`
   */
  async renderReport({ document }: Pick<BenchmarkResult, 'document'>, format: string): Promise<string> {
    const { loadReporter } = await import('../workflows/write-report.ts');
    const { render } = await loadReporter(this.#surroundings.root, format);
    return render(document, { colour: false, unicode: true });
  }

  /** Does something with the listeners attending; what one of them throws ends it, saved, before it is thrown on. */
  async #attend<T>(work: (attendance: Attendance) => Promise<T>): Promise<T> {
    const failed = new AbortController();
    const tell: Listener = (event) => {
      for (const listener of this.#listeners) {
        try {
          listener(event);
        } catch (cause) {
          failed.abort(cause);
        }
      }
    };
    const signal = AbortSignal.any([this.#surroundings.signal, failed.signal]);
    const surroundings = { ...this.#surroundings, signal };
    try {
      return await work({ surroundings, registered: this.#registered, tell });
    } catch (cause) {
      if (cause instanceof TitoError || !signal.aborted) throw cause;
      throw new TitoError('interrupted', {}, cause);
    } finally {
      failed.signal.throwIfAborted();
    }
  }
}

// Built, it lies in a chunk, one folder below the root; the package's own file lies above the root then.
const isBuilt = !import.meta.filename.endsWith('.ts');
const ownRoot = (): string => join(import.meta.dirname, isBuilt ? '..' : '../..');

function ownVersion(): string {
  const file = join(ownRoot(), isBuilt ? '..' : '.', 'package.json');
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));
  return version;
}
