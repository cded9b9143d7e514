import type { Context } from '../cli/context.ts';
import type { Progress } from '../cli/progress.ts';
import { loadConfig } from '../config/load-config.ts';
import { loadSuite } from '../config/load-suite.ts';
import { EXIT, TitoError } from '../errors.ts';
import { taskBatch } from '../schema/task.ts';
import type { TasksEvent } from '../tasks/events.ts';
import { describeTasksPlan } from './describe-tasks-plan.ts';
import { type KeptTasks, keepResumedTasks, keepTasks } from './keep-tasks.ts';
import { planForTasks, type TasksChoices } from './plan-tasks.ts';
import { reportProfiles } from './report-profiles.ts';
import { tellTasks } from './tasks-progress.ts';
import { loadReporter, writeReport } from './write-report.ts';

export interface TasksOptions extends TasksChoices {
  dryRun: boolean;
  verbose: boolean;
  output?: string;
  /** Journal to go on with; `true` for the newest one. */
  resume?: string | true;
  /** Profiles to go through one after the other, instead of those of the batch. */
  profiles?: readonly string[];
}

/**
 * `tito tasks run`, `batch` and `compare --profiles`: plan, ask, save, report.
 *
 * @returns exit code 0; an error where the report is written but something else remains to be said
 */
export async function tasks(
  context: Context,
  options: TasksOptions,
  createProgress: () => Promise<Progress>,
): Promise<number | TitoError> {
  const { values } = await loadConfig({ cwd: context.cwd, env: context.env, flags: options.flags });
  const target = {
    format: values.format,
    ...(options.output === undefined ? {} : { output: options.output }),
  };
  await loadReporter(context.root, values.format);
  const profiles = options.profiles ?? (await profilesOf(context, options));
  if (options.dryRun) {
    await writeReport(context, describeTasksPlan(await planForTasks(context, options)), target);
    return EXIT.done;
  }
  const progress = await createProgress();
  const onEvent = tellTasks(progress, {
    isTerminal: context.stderr.isTTY === true && !context.env.CI,
    isVerbose: options.verbose,
    now: () => performance.now(),
  });
  if (options.resume === undefined && profiles.length > 0) {
    const runs = await runProfiles(context, options, profiles, onEvent);
    progress.done();
    const { document } = await reportProfiles(context.root, runs);
    await writeReport(context, document, target);
    const outcomes = runs.map(outcomeOf);
    return outcomes.find((outcome) => outcome !== EXIT.done) ?? EXIT.done;
  }
  const kept = await one(context, options, values.output.directory, onEvent);
  progress.done();
  await writeReport(context, kept.report, target);
  return outcomeOf(kept);
}

/** Profiles that a batch goes through; empty for the one that is chosen or fits. */
async function profilesOf(context: Context, { batch, flags }: TasksOptions): Promise<readonly string[]> {
  if (batch === null || flags.profile !== undefined) return [];
  const places = { root: context.root, directory: context.cwd };
  return (await loadSuite(batch, taskBatch, places)).profiles ?? [];
}

async function one(
  context: Context,
  options: TasksOptions,
  directory: string,
  onEvent: (event: TasksEvent) => void,
): Promise<KeptTasks> {
  if (options.resume !== undefined) {
    const journal = options.resume === true ? null : options.resume;
    return keepResumedTasks(context, directory, journal, options.batch, onEvent);
  }
  const planned = await planForTasks(context, options);
  onEvent({ kind: 'planned', plan: planned.plan });
  return keepTasks(context, planned, onEvent);
}

async function runProfiles(
  context: Context,
  options: TasksOptions,
  profiles: readonly string[],
  onEvent: (event: TasksEvent) => void,
): Promise<KeptTasks[]> {
  const runs: KeptTasks[] = [];
  for (const profile of profiles) {
    if (context.signal.aborted) break;
    const planned = await planForTasks(context, { ...options, flags: { ...options.flags, profile } });
    onEvent({ kind: 'planned', plan: planned.plan });
    runs.push(await keepTasks(context, planned, onEvent));
  }
  return runs;
}

/** The exit code of a run whose report is written, or what remains to be said. */
function outcomeOf({ run, file, failure, data }: KeptTasks): number | TitoError {
  if (failure) return failure;
  const where = file === null ? {} : { file };
  if (run.interrupted) return new TitoError('tasks_interrupted', where);
  if (run.stopped !== null) return new TitoError('tasks_stopped', { reason: run.stopped, ...where });
  if (data.overall_metrics.completed_tasks > 0) return EXIT.done;
  const reason = run.samples.find(({ error }) => error)?.error?.message ?? 'nothing was asked';
  return new TitoError('no_answers', { reason });
}
