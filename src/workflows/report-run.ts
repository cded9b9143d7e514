import { buildReport } from '../analysis/build-report.ts';
import type { Layout, Report, Statistic } from '../contracts.ts';
import { discover } from '../discovery/discover.ts';
import { load, pick } from '../discovery/load.ts';
import type { BaselineReport } from '../schema/baseline-report.ts';
import type { Run } from '../schema/run.ts';

export interface RunReport {
  report: Report;
  data: BaselineReport;
}

/** The report of a run, computed from its raw samples, ready for any reporter. */
export async function reportRun(root: string, run: Run, hint: string): Promise<RunReport> {
  const data = buildReport(run, await loadStatistics(root));
  const documents = discover('document', 'src/reporters/documents', { root });
  const found = pick('document', run.plan.kind, documents);
  const { layOut } = await load<Layout<BaselineReport>>('document', found, ['layOut']);
  return { data, report: { data: { ...data, run }, ...layOut(data, hint) } };
}

function loadStatistics(root: string): Promise<Statistic[]> {
  const found = discover('statistic', 'src/analysis/statistics', { root });
  return Promise.all(found.map((each) => load<Statistic>('statistic', each, ['title', 'compute'])));
}

/** What to type next. Only commands that exist are named. */
export function nextCommand(root: string, file: string | null): string {
  const commands = discover('command', 'src/commands/benchmark', { root }).map(({ id }) => id);
  if (commands.includes('capstone')) {
    return "Run 'tito benchmark capstone' after Module 20 for full benchmarks";
  }
  return file === null
    ? "Run 'tito benchmark baseline' again after your next change"
    : `Run 'tito report ${file} --format markdown' for a page to share`;
}
