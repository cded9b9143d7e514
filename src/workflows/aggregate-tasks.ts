import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { aggregateRuns } from '../analysis/tasks/aggregate-runs.ts';
import type { NamedRun } from '../analysis/tasks/compare-runs.ts';
import { sampleRows } from '../analysis/tasks/sample-rows.ts';
import type { Context } from '../cli/context.ts';
import type { Report } from '../contracts.ts';
import { systemReason, TitoError } from '../errors.ts';
import { sha256 } from '../storage/digest.ts';
import { readTasksRun } from './compare-tasks.ts';
import { layOut } from './lay-out.ts';

/**
 * Several saved runs side by side and pooled.
 *
 * @param words results files, and folders for all runs of tasks in them
 * @throws TitoError `usage` for fewer than two different runs; `unreadable_file`, `not_a_run` and others for a file that is named
 */
export async function aggregateTasks(context: Context, words: readonly string[]): Promise<Report> {
  const left: string[] = [];
  const found = words.flatMap((word) => {
    const path = resolve(context.cwd, word);
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return readTasksRun(context.cwd, word);
    return runsIn(context.cwd, path, left);
  });
  const { runs, twice } = onceEach(found);
  if (left.length > 0) context.stderr.write(`No runs of tasks, and left out: ${left.join(', ')}.\n`);
  if (twice.length > 0) context.stderr.write(`The same run again, and left out: ${twice.join(', ')}.\n`);
  if (runs.length < 2) {
    const some = runs.length === 0 ? 'no run' : 'one run';
    const message = `There is ${some} of tasks in ${words.join(', ')}: it takes two to put together.`;
    throw new TitoError('usage', { message, command: 'tito tasks compare' });
  }
  const hint = `Look at one of them: tito report ${runs[0]?.file}`;
  const report = await layOut(context.root, 'tasks_aggregate', aggregateRuns(runs), hint);
  const samples = () => runs.flatMap(({ file, run }) => sampleRows(run).map((row) => ({ file, ...row })));
  return { ...report, samples };
}

/** Runs of tasks among the results files of a folder; others are put on the list of what was left out. */
function runsIn(cwd: string, folder: string, left: string[]): NamedRun[] {
  return namesIn(folder).flatMap((name) => {
    const file = join(folder, name);
    try {
      return readTasksRun(cwd, file);
    } catch (cause) {
      if (!(cause instanceof TitoError)) throw cause;
      left.push(relative(cwd, file));
      return [];
    }
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch (cause) {
    throw new TitoError('unreadable_file', { file: folder, reason: systemReason(cause) }, cause);
  }
}

/** A run that is saved twice must not count twice. */
function onceEach(found: readonly NamedRun[]): { runs: NamedRun[]; twice: string[] } {
  const runs = new Map<string, NamedRun>();
  const twice: string[] = [];
  for (const named of found) {
    const digest = sha256(JSON.stringify(named.run));
    if (runs.has(digest)) twice.push(named.file);
    else runs.set(digest, named);
  }
  return { runs: [...runs.values()], twice };
}
