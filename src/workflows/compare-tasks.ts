import { relative, resolve } from 'node:path';
import { commonOf, compareRuns } from '../analysis/tasks/compare-runs.ts';
import type { Context } from '../cli/context.ts';
import { loadConfig } from '../config/load-config.ts';
import { EXIT, TitoError } from '../errors.ts';
import { isTasks } from '../schema/runs.ts';
import type { TasksComparison } from '../schema/tasks-comparison.ts';
import type { TasksRun } from '../schema/tasks-run.ts';
import { readRun } from '../storage/read-run.ts';
import { layOut } from './report-profiles.ts';
import { writeReport } from './write-report.ts';

export interface CompareOptions {
  flags: Record<string, unknown>;
  /** By how many per cent or points something has to be worse before it counts as a regression. */
  threshold_percent: number;
  /** Whether a regression ends with exit code 4. */
  isGate: boolean;
  output?: string;
}

/** `tito tasks compare A.json B.json`: a later run against an earlier one. */
export async function compareTaskFiles(
  context: Context,
  [earlier, later]: readonly [string, string],
  options: CompareOptions,
): Promise<number> {
  const { values } = await loadConfig({ cwd: context.cwd, env: context.env, flags: options.flags });
  const before = readTasksRun(context.cwd, earlier);
  const after = readTasksRun(context.cwd, later);
  const comparison = compareChecked(before, after, options.threshold_percent);
  const hint = `Look at one of them: tito report ${after.file}`;
  const report = await layOut(context.root, 'tasks_comparison', comparison, hint);
  const { output } = options;
  await writeReport(context, report, { format: values.format, ...(output === undefined ? {} : { output }) });
  return options.isGate && comparison.gate.failed ? EXIT.gate : EXIT.done;
}

/** @throws TitoError `not_a_run` and others for a file that is no saved run of tasks */
export function readTasksRun(cwd: string, word: string): { file: string; run: TasksRun } {
  const file = resolve(cwd, word);
  const { run } = readRun(file);
  if (!isTasks(run)) {
    throw new TitoError('not_a_run', { file, reason: `it holds a ${run.plan.kind}, not tasks.` });
  }
  return { file: relative(cwd, file) || word, run };
}

/** @throws TitoError `nothing_in_common` where no task was asked of one and the same model in both */
export function compareChecked(
  before: { file: string; run: TasksRun },
  after: { file: string; run: TasksRun },
  threshold_percent: number,
): TasksComparison {
  const { tasks, models } = commonOf(before.run, after.run);
  if (tasks.length > 0 && models.length > 0) return compareRuns(before, after, threshold_percent);
  const what = tasks.length === 0 ? 'task' : 'model';
  const list = (run: TasksRun) =>
    (what === 'task' ? run.plan.tasks : run.plan.models).map(({ id }) => id).join(', ');
  throw new TitoError('nothing_in_common', {
    what,
    before: `${before.file} (${list(before.run)})`,
    after: `${after.file} (${list(after.run)})`,
  });
}
