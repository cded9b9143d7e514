import type { BaselineReport } from './baseline-report.ts';
import type { CapstoneReport } from './capstone-report.ts';
import { type CapstoneRun, capstoneRun } from './capstone-run.ts';
import type { BenchmarkReport, ComparisonReport } from './comparison-report.ts';
import { type BenchmarkRun, benchmarkRun, type ComparisonRun, comparisonRun } from './comparison-run.ts';
import { type Run, run } from './run.ts';
import type { TasksReport } from './tasks-report.ts';
import { type TasksRun, tasksRun } from './tasks-run.ts';

/** The schema of every kind of run that follows a fixed definition, by `plan.kind`: these are checked and submitted. */
export const RUN_SCHEMAS = { baseline: run, capstone: capstoneRun, tasks: tasksRun } as const;
export type RunKind = keyof typeof RUN_SCHEMAS;

export type AnyRun = Run | CapstoneRun | TasksRun;
export type AnyReport = BaselineReport | CapstoneReport | TasksReport;

/** The schema of every kind of run that can be saved and read again; what the user chose to measure is one too. */
export const SAVED_SCHEMAS = { ...RUN_SCHEMAS, comparison: comparisonRun, benchmark: benchmarkRun } as const;
export type SavedKind = keyof typeof SAVED_SCHEMAS;

export type AnySavedRun = AnyRun | ComparisonRun | BenchmarkRun;
export type AnySavedReport = AnyReport | ComparisonReport | BenchmarkReport;
/** The report that a kind of run gives. */
export type ReportOf<R extends AnySavedRun> = {
  baseline: BaselineReport;
  capstone: CapstoneReport;
  tasks: TasksReport;
  comparison: ComparisonReport;
  benchmark: BenchmarkReport;
}[R['plan']['kind']];

export const isRunKind = (kind: unknown): kind is RunKind =>
  typeof kind === 'string' && Object.hasOwn(RUN_SCHEMAS, kind);

export const isSavedKind = (kind: unknown): kind is SavedKind =>
  typeof kind === 'string' && Object.hasOwn(SAVED_SCHEMAS, kind);

export const isTasks = (any: AnySavedRun): any is TasksRun => any.plan.kind === 'tasks';

export const isCapstone = (any: AnySavedRun): any is CapstoneRun => any.plan.kind === 'capstone';

export const isComparison = (any: AnySavedRun): any is ComparisonRun => any.plan.kind === 'comparison';

export const isBenchmark = (any: AnySavedRun): any is BenchmarkRun => any.plan.kind === 'benchmark';

/** Whether a run can be checked by its definition and submitted. */
export const isDefined = (any: AnySavedRun): any is AnyRun => isRunKind(any.plan.kind);
