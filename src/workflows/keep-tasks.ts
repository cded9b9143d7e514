import { relative, resolve } from 'node:path';
import { systemReason, TitoError } from '../errors.ts';
import type { TasksReport } from '../schema/tasks-report.ts';
import type { TasksPlan, TasksRun } from '../schema/tasks-run.ts';
import { lockRun } from '../storage/run-lock.ts';
import { writeAtomically } from '../storage/write-atomically.ts';
import type { TasksEvent } from '../tasks/events.ts';
import { executeTasks, type TasksExecution } from './execute-tasks.ts';
import type { PlannedTasks } from './plan-tasks.ts';
import { type RunReport, reportRun } from './report-run.ts';
import { keepResults } from './results.ts';
import { resumeTasks } from './resume-tasks.ts';
import type { Surroundings } from './surroundings.ts';
import { loadReporter } from './write-report.ts';

/** A finished or interrupted run, where it is kept, and its report. */
export interface KeptTasks extends RunReport<TasksRun> {
  run: TasksRun;
  /** Path relative to the working directory: results, or the journal of what did not come to its end; null without one. */
  file: string | null;
  /**
   * Why it is no success, though there is a report: it could not be saved, was interrupted or stopped, or nothing was
   * answered; null for a success.
   */
  failure: TitoError | null;
}

type OnEvent = (event: TasksEvent) => void;

const journalOf = (file: string) => file.replace(/\.json$/, '.jsonl');

/** Carries a plan out, keeping what is finished, and saves it as a whole in the end. */
export async function keepTasks(
  surroundings: Surroundings,
  planned: PlannedTasks,
  onEvent: OnEvent,
): Promise<KeptTasks> {
  const folder = resolve(surroundings.cwd, planned.config.values.output.directory);
  const { file, save, journal } = keepResults(folder, 'tasks', surroundings.clock());
  const { plan, chosen, targets, graders } = planned;
  const execution = { plan, provider: chosen.provider, targets, graders, journal, before: null, onEvent };
  const release = file === null ? () => {} : lockRun(journalOf(file));
  try {
    return await finish(surroundings, execution, file, save);
  } finally {
    release();
  }
}

export interface ResumeChoices {
  /** Folder of the results, relative to the working directory. */
  directory: string;
  /** Path, or null for the newest one in the folder. */
  journal: string | null;
  /** Batch that it has to be of; null for any. */
  batch: string | null;
  /** Throws where the run must not go on. */
  check: (plan: TasksPlan) => void;
}

/**
 * Goes on with an interrupted run as it was planned then.
 * @throws TitoError as `resumeTasks`
 */
export async function keepResumedTasks(
  surroundings: Surroundings,
  { directory, journal, batch, check }: ResumeChoices,
  onEvent: OnEvent,
): Promise<KeptTasks> {
  const folder = resolve(surroundings.cwd, directory);
  const resumed = await resumeTasks(surroundings, folder, journal, batch);
  try {
    const { plan, before } = resumed.execution;
    check(plan);
    onEvent({ kind: 'resumed', plan, done: before.samples.length });
    const save = (text: string | Iterable<string>) => {
      try {
        writeAtomically(resumed.results, text);
        resumed.journal.remove();
        return null;
      } catch (cause) {
        return new TitoError('not_saved', { file: resumed.results, reason: systemReason(cause) }, cause);
      }
    };
    return await finish(surroundings, { ...resumed.execution, onEvent }, resumed.results, save);
  } finally {
    resumed.release();
  }
}

async function finish(
  surroundings: Surroundings,
  execution: TasksExecution,
  path: string | null,
  save: (text: string | Iterable<string>) => TitoError | null,
): Promise<KeptTasks> {
  const run = await executeTasks(surroundings, execution);
  // What did not come to its end keeps its journal, so that it can go on.
  const isOver = !run.interrupted && run.stopped === null;
  const kept = path === null || isOver ? path : journalOf(path);
  const file = kept && relative(surroundings.cwd, kept);
  const hint = `Compare with a later run: tito tasks compare ${file ?? 'A.json'} LATER.json`;
  const { report, data } = await reportRun(surroundings.root, run, hint);
  if (!isOver) return { run, file, report, data, failure: unfinished(run, file) };
  const { render, pieces } = await loadReporter(surroundings.root, 'json');
  const text = pieces?.(report) ?? (await render(report, { colour: false, unicode: true }));
  const failure = save(text) ?? unanswered(run, data);
  return { run, file, report, data, failure };
}

function unfinished({ interrupted, stopped }: TasksRun, file: string | null): TitoError {
  const where = file === null ? {} : { file };
  return interrupted || stopped === null
    ? new TitoError('tasks_interrupted', where)
    : new TitoError('tasks_stopped', { reason: stopped, ...where });
}

function unanswered({ samples }: TasksRun, { overall_metrics }: TasksReport): TitoError | null {
  if (overall_metrics.completed_tasks > 0) return null;
  const reason = samples.find(({ error }) => error)?.error?.message ?? 'nothing was asked';
  return new TitoError('no_answers', { reason });
}
