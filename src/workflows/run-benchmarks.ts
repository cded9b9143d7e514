import type { Context } from '../cli/context.ts';
import type { Progress } from '../cli/progress.ts';
import { loadConfig } from '../config/load-config.ts';
import { EXIT, type TitoError } from '../errors.ts';
import { describeMeasuringPlan } from './describe-measuring-plan.ts';
import { executeBenchmark } from './execute-comparison.ts';
import { planBenchmarks } from './plan-benchmarks.ts';
import { outcomeOf, resultsFor, saveAndWrite } from './save-measured.ts';
import { checkFormat, type ReportWishes, wishesOf, withoutTemplate, writeReport } from './write-report.ts';

export interface RunBenchmarksOptions extends ReportWishes {
  /** Settings of the command line, by dotted path. */
  flags: Record<string, unknown>;
  /** Ids of benchmarks and suites, files and command lines. */
  words: readonly string[];
  /** Seconds for everything; null for the default. */
  budget_s: number | null;
  dryRun: boolean;
  verbose: boolean;
}

/**
 * `tito benchmark run`: measures benchmarks beside the spin probe and keeps the result.
 *
 * @returns exit code 0, or 4 where something computes wrongly or fails; an error where the report is written but
 *   something else remains to be said
 */
export async function runBenchmarks(
  context: Context,
  options: RunBenchmarksOptions,
  createProgress: () => Promise<Progress>,
): Promise<number | TitoError> {
  const config = await loadConfig({ cwd: context.cwd, env: context.env, flags: options.flags });
  const target = { format: config.values.format, ...wishesOf(options) };
  await checkFormat(context.root, target);
  const progress = await createProgress();
  progress.update('Planning');
  const planned = await planBenchmarks(context, config, options).finally(() => progress.done());
  if (options.dryRun) {
    await writeReport(context, describeMeasuringPlan(planned.plan), withoutTemplate(target));
    return EXIT.done;
  }
  const results = resultsFor(context, config, planned.plan.kind);
  const surroundings = { results, progress, verbose: options.verbose };
  const run = await executeBenchmark(context, planned, surroundings).finally(() => progress.done());
  const { ending } = await saveAndWrite(context, run, { results, target, progress });
  return ending ?? outcomeOf(run);
}
