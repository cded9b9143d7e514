import type { Statistic } from '../contracts.ts';
import {
  type AnySavedReport,
  type AnySavedRun,
  isBenchmark,
  isCapstone,
  isComparison,
  isTasks,
  type ReportOf,
} from '../schema/runs.ts';
import { buildBaselineReport } from './baseline/build-report.ts';
import { buildCapstoneReport } from './capstone/build-report.ts';
import { buildBenchmarkReport } from './comparison/build-benchmark-report.ts';
import { buildComparisonReport } from './comparison/build-report.ts';
import { buildTasksReport } from './tasks/build-report.ts';

/** A run's report, whatever kind of run it is: pure, so that a run can be reported as often as one likes. */
export function buildReport<R extends AnySavedRun>(run: R, statistics: readonly Statistic[]): ReportOf<R>;
export function buildReport(run: AnySavedRun, statistics: readonly Statistic[]): AnySavedReport {
  if (isTasks(run)) return buildTasksReport(run);
  if (isComparison(run)) return buildComparisonReport(run, statistics);
  if (isBenchmark(run)) return buildBenchmarkReport(run, statistics);
  return isCapstone(run) ? buildCapstoneReport(run, statistics) : buildBaselineReport(run, statistics);
}
