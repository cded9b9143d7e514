import type { Layout, Report, Statistic } from '../contracts.ts';
import { discover } from '../discovery/discover.ts';
import { load, pick } from '../discovery/load.ts';
import type { Run } from '../schema/run.ts';
import { type AnySavedReport, type AnySavedRun, isTasks, type ReportOf } from '../schema/runs.ts';
import { sha256 } from '../storage/digest.ts';

export interface RunReport<R extends AnySavedRun = Run> {
  report: Report;
  data: ReportOf<R>;
}

/** A document that a run was saved in, as it stands in its file. */
type Stated = Record<string, unknown> | null;

/**
 * The report of a run, computed from its raw samples, ready for any reporter.
 * @param stated the document that the run was read from; it keeps the digests that it has, because new ones would hide
 *   that it was edited. Without one the run is fresh and gets its digests here.
 */
export async function reportRun<R extends AnySavedRun>(
  root: string,
  run: R,
  hint: string,
  stated: Stated = null,
): Promise<RunReport<R>> {
  // Nothing of it is needed before there is a run.
  const { buildReport } = await import('../analysis/build-report.ts');
  const { sampleRows } = await import('../analysis/tasks/sample-rows.ts');
  const { digestsOf } = await import('../analysis/check/digests.ts');
  const data = buildReport(run, await loadStatistics(root));
  const documents = discover('document', 'src/reporters/documents', { root });
  const found = pick('document', run.plan.kind, documents);
  const { layOut } = await load<Layout<AnySavedReport>>('document', found, ['layOut']);
  const digests = stated ? stated.digests : digestsOf(run, sha256);
  const document = { ...data, run, ...(digests === undefined ? {} : { digests }) };
  const samples = isTasks(run) ? { samples: () => sampleRows(run) } : {};
  return { data, report: { data: document, ...layOut(data, hint), ...samples } };
}

/** Everything that can be said about latencies. */
export function loadStatistics(root: string): Promise<Statistic[]> {
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
