import type { Statistic } from '../contracts.ts';
import type { BaselineReport } from '../schema/baseline-report.ts';
import type { CapstoneReport } from '../schema/capstone-report.ts';
import type { CapstoneRun } from '../schema/capstone-run.ts';
import type { Run } from '../schema/run.ts';
import { type AnyReport, type AnyRun, isCapstone, isTasks } from '../schema/runs.ts';
import type { TasksReport } from '../schema/tasks-report.ts';
import type { TasksRun } from '../schema/tasks-run.ts';
import { buildBaselineReport } from './baseline/build-report.ts';
import { buildCapstoneReport } from './capstone/build-report.ts';
import { buildTasksReport } from './tasks/build-report.ts';

/** A run's report, whatever kind of run it is: pure, so that a run can be reported as often as one likes. */
export function buildReport(run: Run, statistics: readonly Statistic[]): BaselineReport;
export function buildReport(run: CapstoneRun, statistics: readonly Statistic[]): CapstoneReport;
export function buildReport(run: TasksRun, statistics: readonly Statistic[]): TasksReport;
export function buildReport(run: AnyRun, statistics: readonly Statistic[]): AnyReport;
export function buildReport(run: AnyRun, statistics: readonly Statistic[]): AnyReport {
  if (isTasks(run)) return buildTasksReport(run);
  return isCapstone(run) ? buildCapstoneReport(run, statistics) : buildBaselineReport(run, statistics);
}
