import type { BaselineReport } from './baseline-report.ts';
import type { CapstoneReport } from './capstone-report.ts';
import { type CapstoneRun, capstoneRun } from './capstone-run.ts';
import { type Run, run } from './run.ts';
import type { TasksReport } from './tasks-report.ts';
import { type TasksRun, tasksRun } from './tasks-run.ts';

/** The schema of every kind of run, by `plan.kind`. */
export const RUN_SCHEMAS = { baseline: run, capstone: capstoneRun, tasks: tasksRun } as const;
export type RunKind = keyof typeof RUN_SCHEMAS;

export type AnyRun = Run | CapstoneRun | TasksRun;
export type AnyReport = BaselineReport | CapstoneReport | TasksReport;
/** The report that a kind of run gives. */
export type ReportOf<R extends AnyRun> = {
  baseline: BaselineReport;
  capstone: CapstoneReport;
  tasks: TasksReport;
}[R['plan']['kind']];

export const isRunKind = (kind: unknown): kind is RunKind =>
  typeof kind === 'string' && Object.hasOwn(RUN_SCHEMAS, kind);

export const isTasks = (any: AnyRun): any is TasksRun => any.plan.kind === 'tasks';

export const isCapstone = (any: AnyRun): any is CapstoneRun => any.plan.kind === 'capstone';
