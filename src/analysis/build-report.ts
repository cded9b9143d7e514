import type { Statistic } from '../contracts.ts';
import type { BaselineReport } from '../schema/baseline-report.ts';
import type { Run } from '../schema/run.ts';
import { buildBaselineReport } from './baseline/build-report.ts';

/** A run's report, whatever kind of run it is: pure, so that a run can be reported as often as one likes. */
export function buildReport(run: Run, statistics: readonly Statistic[]): BaselineReport {
  return buildBaselineReport(run, statistics);
}
