import { relative, resolve } from 'node:path';
import type { Context } from '../cli/context.ts';
import type { Progress } from '../cli/progress.ts';
import { loadConfig } from '../config/load-config.ts';
import { EXIT, TitoError } from '../errors.ts';
import type { TasksReport } from '../schema/tasks-report.ts';
import type { TasksRun } from '../schema/tasks-run.ts';
import { lockRun } from '../storage/run-lock.ts';
import { writeAtomically } from '../storage/write-atomically.ts';
import { describeTasksPlan } from './describe-tasks-plan.ts';
import { executeTasks, type TasksExecution } from './execute-tasks.ts';
import { type PlannedTasks, planForTasks, type TasksChoices } from './plan-tasks.ts';
import { type RunReport, reportRun } from './report-run.ts';
import { keepResults } from './results.ts';
import { resumeTasks } from './resume-tasks.ts';
import { tellTasks } from './tasks-progress.ts';
import { loadReporter, writeReport } from './write-report.ts';

export interface TasksOptions extends TasksChoices {
  dryRun: boolean;
  verbose: boolean;
  output?: string;
  /** Journal to go on with; `true` for the newest one. */
  resume?: string | true;
}

/** A finished or interrupted run, where it is kept, and its report. */
export interface KeptTasks extends RunReport<TasksRun> {
  run: TasksRun;
  /** Path relative to the working directory; null where the folder can't be written. */
  file: string | null;
  /** Why it could not be saved. */
  failure: TitoError | null;
}

/**
 * `tito tasks run` and `tito tasks batch`: plan, ask, save, report.
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
  if (options.dryRun) {
    await writeReport(context, describeTasksPlan(await planForTasks(context, options)), target);
    return EXIT.done;
  }
  const kept =
    options.resume === undefined
      ? await startTasks(context, await planForTasks(context, options), await createProgress(), options)
      : await continueTasks(context, values.output.directory, await createProgress(), options);
  await writeReport(context, kept.report, target);
  return outcomeOf(kept);
}

/** Carries a plan out, keeping what is finished, and saves it as a whole in the end. */
export async function startTasks(
  context: Context,
  planned: PlannedTasks,
  progress: Progress,
  options: Pick<TasksOptions, 'verbose'>,
): Promise<KeptTasks> {
  const folder = resolve(context.cwd, planned.config.values.output.directory);
  const results = keepResults(folder, 'tasks', context.clock());
  const { plan, chosen, targets, graders } = planned;
  if (!plan.is_language_model) progress.say(`No language model answers: ${plan.provider_reason}.`);
  const execution = {
    plan,
    provider: chosen.provider,
    targets,
    graders,
    journal: results.journal,
    before: null,
  };
  const release = results.file === null ? () => {} : lockRun(journalOf(results.file));
  try {
    return await finish(context, execution, progress, options, results.file, results.save);
  } finally {
    release();
  }
}

const journalOf = (file: string) => file.replace(/\.json$/, '.jsonl');

async function continueTasks(
  context: Context,
  directory: string,
  progress: Progress,
  options: TasksOptions,
): Promise<KeptTasks> {
  const file = typeof options.resume === 'string' ? options.resume : null;
  const resumed = await resumeTasks(context, resolve(context.cwd, directory), file, options.batch);
  try {
    const { samples, plan } = resumed.execution.before;
    progress.say(
      `Going on with ${relative(context.cwd, resumed.results)}: ${samples.length} of ${plan.schedule.length} done.`,
    );
    const save = (text: string) => {
      try {
        writeAtomically(resumed.results, text);
        resumed.journal.remove();
        return null;
      } catch (cause) {
        return new TitoError('not_saved', { file: resumed.results, reason: String(cause) }, cause);
      }
    };
    return await finish(context, resumed.execution, progress, options, resumed.results, save);
  } finally {
    resumed.release();
  }
}

async function finish(
  context: Context,
  execution: Omit<TasksExecution, 'onEvent'>,
  progress: Progress,
  options: Pick<TasksOptions, 'verbose'>,
  path: string | null,
  save: (text: string) => TitoError | null,
): Promise<KeptTasks> {
  const onEvent = tellTasks(progress, execution.plan, {
    done: execution.before?.samples.length ?? 0,
    isTerminal: context.stderr.isTTY === true && !context.env.CI,
    isVerbose: options.verbose,
    now: () => performance.now(),
  });
  const run = await executeTasks(context, { ...execution, onEvent });
  progress.done();
  const file = path && relative(context.cwd, path);
  const hint = file === null ? 'tito tasks compare A.json B.json' : `tito tasks compare ${file} LATER.json`;
  const { report, data } = await reportRun(context.root, run, `Compare with a later run: ${hint}`);
  // An interrupted run keeps its journal, so that it can go on.
  const isOver = !run.interrupted && run.stopped === null;
  const { render } = await loadReporter(context.root, 'json');
  const text = await render(report, { colour: false, unicode: true });
  const failure = isOver ? save(text) : null;
  return { run, file: isOver || file === null ? file : journalOf(file), report, data, failure };
}

/** The exit code of a run whose report is written, or what remains to be said. */
export function outcomeOf({ run, file, failure, data }: KeptTasks): number | TitoError {
  if (failure) return failure;
  if (run.interrupted) return new TitoError('tasks_interrupted', file ? { file } : {});
  if (run.stopped !== null)
    return new TitoError('tasks_stopped', { reason: run.stopped, ...(file ? { file } : {}) });
  return hasAnswers(data) ? EXIT.done : new TitoError('no_answers', { reason: firstError(run) });
}

const hasAnswers = ({ overall_metrics }: TasksReport) => overall_metrics.completed_tasks > 0;

const firstError = ({ samples }: TasksRun): string =>
  samples.find(({ error }) => error)?.error?.message ?? 'nothing was asked';
