import { relative, resolve } from 'node:path';
import { commonOf, compareRuns, type NamedRun } from '../analysis/tasks/compare-runs.ts';
import type { Context } from '../cli/context.ts';
import { loadConfig } from '../config/load-config.ts';
import { EXIT, TitoError } from '../errors.ts';
import { isTasks } from '../schema/runs.ts';
import type { TasksRun } from '../schema/tasks-run.ts';
import { readRun } from '../storage/read-run.ts';
import { layOut } from './lay-out.ts';
import { type ReportWishes, wishesOf, writeReport } from './write-report.ts';

export interface CompareOptions extends ReportWishes {
  flags: Record<string, unknown>;
  /** By how many per cent or points something has to be worse before it counts as a regression. */
  threshold_percent: number;
  /** Whether a regression ends with exit code 4. */
  isGate: boolean;
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
  refuseNothingInCommon(before, after);
  const comparison = compareRuns(before, after, options.threshold_percent);
  const hint = `Look at one of them: tito report ${after.file}`;
  const report = await layOut(context.root, 'tasks_comparison', comparison, hint);
  await writeReport(context, report, { format: values.format, ...wishesOf(options) });
  return options.isGate && comparison.gate.failed ? EXIT.gate : EXIT.done;
}

/** @throws TitoError `not_a_run` and others for a file that is no saved run of tasks */
export function readTasksRun(cwd: string, word: string): NamedRun {
  const file = resolve(cwd, word);
  const { run } = readRun(file);
  if (!isTasks(run)) {
    throw new TitoError('not_a_run', { file, reason: `it holds a ${run.plan.kind}, not tasks.` });
  }
  return { file: relative(cwd, file) || word, run };
}

/** What is known of a run before it was carried out. */
interface Planned {
  file: string;
  run: Pick<TasksRun, 'plan'>;
}

/** @throws TitoError `nothing_in_common` where no task was asked of one and the same model in both */
export function refuseNothingInCommon(before: Planned, after: Planned): void {
  const { tasks, models } = commonOf(before.run, after.run);
  if (tasks.length > 0 && models.length > 0) return;
  const what = tasks.length === 0 ? 'task' : 'model';
  const list = ({ plan }: Planned['run']) =>
    (what === 'task' ? plan.tasks : plan.models).map(({ id }) => id).join(', ');
  throw new TitoError('nothing_in_common', {
    what,
    before: `${before.file} (${list(before.run)})`,
    after: `${after.file} (${list(after.run)})`,
  });
}
