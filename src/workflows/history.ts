import { relative, resolve } from 'node:path';
import { buildHistoryReport } from '../analysis/history/build-report.ts';
import type { HistoryPoint } from '../analysis/history/points.ts';
import type { Context } from '../cli/context.ts';
import type { Progress } from '../cli/progress.ts';
import { loadConfig } from '../config/load-config.ts';
import { nearest } from '../discovery/load.ts';
import { EXIT, systemReason, TitoError } from '../errors.ts';
import { layOut } from './lay-out.ts';
import { type History, readHistory } from './read-history.ts';
import { checkFormat, type ReportWishes, wishesOf, writeReport } from './write-report.ts';

export interface HistoryOptions extends ReportWishes {
  /** Settings of the command line, by dotted path. */
  flags: Record<string, unknown>;
  /** Ids of benchmarks; empty for all. */
  ids: readonly string[];
  /** Newest runs that are looked at. */
  last: number;
  /** Slow-down in per cent that ends with exit code 4; null without a gate. */
  threshold_percent: number | null;
}

const HINT =
  "Compare two of them: 'tito benchmark compare BEFORE.json AFTER.json'; or the code itself, live: 'tito benchmark compare --against COMMIT'";

/**
 * `tito benchmark history`: the trend of the saved runs of the results folder.
 *
 * @returns exit code 0, or 4 where the gate fails
 * @throws TitoError `no_history` where nothing was saved; `unknown_id` for a benchmark without saved runs
 */
export async function history(
  context: Context,
  { flags, ids, last, threshold_percent, ...wishes }: HistoryOptions,
  createProgress: () => Promise<Progress>,
): Promise<number> {
  const { values } = await loadConfig({ cwd: context.cwd, env: context.env, flags });
  const target = { format: values.format, ...wishesOf(wishes) };
  await checkFormat(context.root, target);
  const folder = resolve(context.cwd, values.output.directory);
  const progress = await createProgress();
  const found = await look(context, folder, last, progress).finally(() => progress.done());
  if (found.points.length === 0) {
    const reason = found.warnings.join(' ').replace(/\.$/, '');
    throw new TitoError('no_history', { folder: shownAs(context, folder), reason });
  }
  const points = chosen(found.points, ids);
  const timestamp = new Date(context.clock()).toISOString();
  const data = buildHistoryReport({ points, timestamp, threshold_percent, warnings: found.warnings });
  await writeReport(context, await layOut(context.root, 'history', data, HINT), target);
  return data.gate.failed ? EXIT.gate : EXIT.done;
}

const shownAs = ({ cwd }: Pick<Context, 'cwd'>, folder: string) => relative(cwd, folder) || folder;

async function look(context: Context, folder: string, last: number, progress: Progress): Promise<History> {
  const onProgress = (done: number, of: number) => {
    if (done % 20 === 0) progress.update(`Reading saved runs (${done} of ${of})`);
  };
  try {
    return await readHistory(context, folder, { last, onProgress });
  } catch (cause) {
    if (cause instanceof TitoError) throw cause;
    throw new TitoError('unreadable_file', { file: folder, reason: systemReason(cause) }, cause);
  }
}

function chosen(points: readonly HistoryPoint[], ids: readonly string[]): readonly HistoryPoint[] {
  if (ids.length === 0) return points;
  const known = [...new Set(points.map(({ id }) => id))].sort();
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    const kind = 'saved run of';
    const suggestion = nearest(unknown, known);
    throw new TitoError('unknown_id', { kind, id: unknown, suggestion, known: known.join(', ') });
  }
  return points.filter(({ id }) => ids.includes(id));
}
