import { relative, resolve } from 'node:path';
import type { Context } from '../cli/context.ts';
import type { Progress } from '../cli/progress.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { EXIT, TitoError } from '../errors.ts';
import type { BenchmarkRun, ComparisonRun } from '../schema/comparison-run.ts';
import type { ReportOf } from '../schema/runs.ts';
import { reportRun } from './report-run.ts';
import { keepResults, type Results } from './results.ts';
import { shareCommand } from './share-command.ts';
import { loadReporter, type WriteOptions, writeReport } from './write-report.ts';

/** Where a run of this kind is kept. */
export const resultsFor = (context: Context, { values }: LoadedConfig, kind: string): Results =>
  keepResults(resolve(context.cwd, values.output.directory), kind, context.clock());

/**
 * Saves a run that came to its end, however it did, and writes its report.
 * @returns its figures, and what remains to be said instead of an exit code
 */
export async function saveAndWrite<R extends ComparisonRun | BenchmarkRun>(
  context: Context,
  run: R,
  { results, target, progress }: { results: Results; target: WriteOptions; progress: Progress },
): Promise<{ data: ReportOf<R>; ending: TitoError | null }> {
  const shown = results.file && relative(context.cwd, results.file);
  const { report, data } = await reportRun(context.root, run, shareCommand(shown));
  const { render } = await loadReporter(context.root, 'json');
  const failure = results.save(await render(report, { colour: false, unicode: true }));
  await writeReport(context, report, target, failure ? null : shown);
  if (failure) return { data, ending: failure };
  if (run.interrupted) return { data, ending: new TitoError('interrupted', shown ? { file: shown } : {}) };
  progress.say(`Saved to ${shown}`);
  return { data, ending: null };
}

/**
 * What a run's end says of the code: 4 where something computes wrongly or fails.
 * @returns an error where nothing at all was measured
 */
export function outcomeOf({ blocks, plan }: ComparisonRun | BenchmarkRun): number | TitoError {
  const troubled = blocks.flatMap(({ contenders }) => contenders.filter(({ status }) => status !== 'ok'));
  if (troubled.some(({ status }) => status !== 'skipped')) return EXIT.gate;
  if (blocks.some(({ coins }) => coins.length > 0)) return EXIT.done;
  const spec = plan.contenders.map(({ label }) => label).join(' and ');
  const reason = troubled[0]?.reason ?? 'no workload was reached.';
  const hint = 'Build what is named there, or choose another --workload.';
  return new TitoError('nothing_measured', { spec, reason, hint });
}
