import { relative, resolve } from 'node:path';
import { buildSavedReport, commonWorkloads } from '../analysis/comparison/saved-report.ts';
import type { SavedSide } from '../analysis/comparison/saved-warnings.ts';
import { workloadLevels } from '../analysis/history/workload-levels.ts';
import type { Context } from '../cli/context.ts';
import { loadConfig } from '../config/load-config.ts';
import { nearest } from '../discovery/load.ts';
import { EXIT, TitoError } from '../errors.ts';
import { type AnySavedRun, isTasks } from '../schema/runs.ts';
import { readRun } from '../storage/read-run.ts';
import { layOut } from './lay-out.ts';
import { readHistory } from './read-history.ts';
import { loadStatistics } from './report-run.ts';
import { checkFormat, type ReportWishes, wishesOf, writeReport } from './write-report.ts';

export interface CompareSavedOptions extends ReportWishes {
  /** Settings of the command line, by dotted path. */
  flags: Record<string, unknown>;
  /** Ids of workloads; empty for all that both runs have. */
  workloads: readonly string[];
  margin_percent: number;
  /** Slow-down in per cent that fails the gate; null without a gate. */
  threshold_percent: number | null;
}

/** Newest runs of the results folder that say how much runs of the same code differ. */
const HISTORY = 100;

/**
 * `tito benchmark compare A.json B.json`: two saved runs of different moments.
 *
 * @returns exit code 0, or 4 where the gate fails or one of them computes wrongly
 * @throws TitoError `nothing_in_common`, `unknown_id`, and what reading a run throws
 */
export async function compareSavedFiles(
  context: Context,
  [earlier, later]: readonly [string, string],
  options: CompareSavedOptions,
): Promise<number | TitoError> {
  const { values } = await loadConfig({ cwd: context.cwd, env: context.env, flags: options.flags });
  const target = { format: values.format, ...wishesOf(options) };
  await checkFormat(context.root, target);
  const [a, b] = [readSide(context.cwd, earlier), readSide(context.cwd, later)];
  refuseNothingInCommon(a, b, options.workloads);
  const folder = resolve(context.cwd, values.output.directory);
  const data = buildSavedReport({
    a,
    b,
    history: await historyFor(context, folder, b.run),
    workloads: options.workloads,
    margin: options.margin_percent / 100,
    threshold_percent: options.threshold_percent,
    statistics: await loadStatistics(context.root),
  });
  const hint = `Runs of different moments hide small changes: 'tito benchmark compare --against COMMIT' measures both live`;
  await writeReport(context, await layOut(context.root, 'comparison', data, hint), target);
  const isWrong = data.comparisons.some(({ verdict }) => verdict === 'invalid');
  return data.gate.failed || isWrong ? EXIT.gate : EXIT.done;
}

function readSide(cwd: string, word: string): SavedSide {
  const file = resolve(cwd, word);
  const { run } = readRun(file);
  if (isTasks(run)) {
    const reason = "it holds a run of tasks; 'tito tasks compare' compares those.";
    throw new TitoError('not_a_run', { file, reason });
  }
  return { file: relative(cwd, file) || word, run };
}

/** A folder that can't be read only means that less is known. */
async function historyFor(context: Context, folder: string, { plan }: AnySavedRun) {
  try {
    return (await readHistory(context, folder, { last: HISTORY, kinds: [plan.kind] })).points;
  } catch (cause) {
    if (cause instanceof TitoError) throw cause;
    return [];
  }
}

function refuseNothingInCommon(a: SavedSide, b: SavedSide, wanted: readonly string[]): void {
  const known = commonWorkloads(a.run, b.run);
  const list = ({ file, run }: SavedSide) => {
    const ids = workloadLevels(run).map(({ id }) => id);
    return `${file} (${ids.length > 0 ? ids.join(', ') : `a ${run.plan.kind} without timed work`})`;
  };
  if (known.length === 0) {
    throw new TitoError('nothing_in_common', {
      what: 'workload',
      before: list(a),
      after: list(b),
      hint: 'Compare runs of the same benchmarks, or measure both sides live.',
    });
  }
  const unknown = wanted.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  const kind = 'workload in both runs';
  const suggestion = nearest(unknown, known);
  throw new TitoError('unknown_id', { kind, id: unknown, suggestion, known: known.join(', ') });
}
