import type { BenchmarkRunner } from '../cli/benchmark-runner.ts';
import type { Context } from '../cli/context.ts';
import type { Progress } from '../cli/progress.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Report } from '../contracts.ts';
import { EXIT, TitoError } from '../errors.ts';
import { describeTasksPlan } from './describe-tasks-plan.ts';
import { tellTasks } from './tasks-progress.ts';
import type { BenchmarkResult, ComparisonResult } from './tasks-settings.ts';
import { checkFormat, type ReportWishes, wishesOf, withoutTemplate, writeReport } from './write-report.ts';

export interface TasksOptions extends ReportWishes {
  /** Settings of the command line, by dotted path. */
  flags: Record<string, unknown>;
  /** Id of a batch, or null for a run of chosen tasks. */
  batch: string | null;
  /** Ids of tasks; empty for those of the batch, or all. */
  tasks: readonly string[];
  /** Folder to look at instead of the tasks' own targets. */
  target?: string;
  dryRun: boolean;
  verbose: boolean;
  /** Journal to go on with; `true` for the newest one. */
  resume?: string | true;
  /** Profiles to go through one after the other, instead of those of the batch. */
  profiles?: readonly string[];
  /** Saved run that this one is held against, and by how many per cent or points worse is a regression. */
  baseline?: string;
  threshold_percent?: number;
  /** Whether a regression ends with exit code 4. */
  isGate: boolean;
  /** What is reported of a single run instead of the run by itself. */
  view?: (result: BenchmarkResult) => Promise<Report>;
}

/**
 * `tito tasks run`, `batch` and `compare --profiles`: the runner plans, asks and saves; here it is shown and reported.
 *
 * @returns exit code 0; an error where the report is written but something else remains to be said
 */
export async function tasks(
  context: Context,
  runner: BenchmarkRunner,
  options: TasksOptions,
  createProgress: () => Promise<Progress>,
): Promise<number | TitoError> {
  const { values } = await loadConfig({ cwd: context.cwd, env: context.env, flags: options.flags });
  const target = { format: values.format, ...wishesOf(options) };
  await checkFormat(context.root, target);
  if (options.dryRun) {
    const { batch } = options;
    const plan = await runner.planBenchmark({
      ...settingsOf(options),
      ...(batch === null ? {} : { batchName: batch }),
    });
    await writeReport(context, describeTasksPlan({ plan }), withoutTemplate(target));
    return EXIT.done;
  }
  const progress = await createProgress();
  runner.on(
    tellTasks(progress, {
      isTerminal: context.stderr.isTTY === true && !context.env.CI,
      isVerbose: options.verbose,
      now: () => performance.now(),
    }),
  );
  const result = await run(runner, options).finally(() => progress.done());
  const document = options.view && !('runs' in result) ? await options.view(result) : result.document;
  await writeReport(context, document, target, savedFile(result));
  return outcomeOf(result, options);
}

/** Where a run is kept, or the first of several; null where one is not. */
function savedFile(result: BenchmarkResult | ComparisonResult): string | null {
  const runs = 'runs' in result ? result.runs : [result];
  const isLost = runs.some(({ file, failure }) => file === null || failure?.code === 'not_saved');
  return isLost ? null : (runs[0]?.file ?? null);
}

function run(runner: BenchmarkRunner, options: TasksOptions): Promise<BenchmarkResult | ComparisonResult> {
  const { batch, profiles, resume } = options;
  const batchName = batch === null ? {} : { batchName: batch };
  if (resume !== undefined) {
    const journal = resume === true ? {} : { journal: resume };
    return runner.resumeBenchmark({ ...baselineOf(options), ...batchName, ...journal });
  }
  const settings = settingsOf(options);
  if (profiles) return runner.runComparisonBenchmark({ ...settings, ...batchName, profiles });
  return batch === null
    ? runner.runSingleBenchmark(settings)
    : runner.runBatchBenchmark({ ...settings, batchName: batch });
}

const settingsOf = (options: TasksOptions) => ({
  taskIds: options.tasks,
  settings: options.flags,
  ...(options.target === undefined ? {} : { target: options.target }),
  ...baselineOf(options),
});

const baselineOf = ({ baseline, threshold_percent }: TasksOptions) => ({
  ...(baseline === undefined ? {} : { baselineFile: baseline }),
  ...(threshold_percent === undefined ? {} : { thresholdPercent: threshold_percent }),
});

/** The exit code of what is saved and reported, or what remains to be said. */
function outcomeOf(result: BenchmarkResult | ComparisonResult, options: TasksOptions): number | TitoError {
  if ('runs' in result) return result.runs.find(({ failure }) => failure)?.failure ?? EXIT.done;
  if (result.failure) return result.failure;
  if (!options.isGate || !result.regression?.gate.failed) return EXIT.done;
  const { before, gate } = result.regression;
  return new TitoError('regression', { file: before.file, reasons: gate.reasons.join('; ') });
}
