import { buildReport } from '../../src/analysis/build-report.ts';
import count from '../../src/analysis/statistics/count.ts';
import mad from '../../src/analysis/statistics/mad.ts';
import medianInterval from '../../src/analysis/statistics/median-interval.ts';
import minimum from '../../src/analysis/statistics/minimum.ts';
import percentiles from '../../src/analysis/statistics/percentiles.ts';
import type { BaselineReport, WorkloadReport } from '../../src/schema/baseline-report.ts';
import type { CapstoneReport } from '../../src/schema/capstone-report.ts';
import type { CapstoneRun } from '../../src/schema/capstone-run.ts';
import type { Run } from '../../src/schema/run.ts';
import { buildCapstoneRun, type CapstoneOptions } from './capstone-runs.ts';
import { buildRun, type RunOptions } from './runs.ts';

export const STATISTICS = [count, mad, medianInterval, minimum, percentiles];

/** The figures of a run, with the statistics that its schema asks for. */
export const figuresOf = (run: Run): BaselineReport => buildReport(run, STATISTICS);
export const figures = (options: RunOptions = {}): BaselineReport => figuresOf(buildRun(options));

/** The figures of a capstone. */
export const capstoneFiguresOf = (run: CapstoneRun): CapstoneReport => buildReport(run, STATISTICS);
export const capstoneFigures = (options: CapstoneOptions = {}): CapstoneReport =>
  capstoneFiguresOf(buildCapstoneRun(options));

/** One workload of a report. */
export function workloadOf({ workloads }: BaselineReport, id: string): WorkloadReport {
  const found = workloads.find((each) => each.id === id);
  if (!found) throw new RangeError(`There is no workload ${id}.`);
  return found;
}
