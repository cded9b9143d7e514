import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { type HistoryPoint, pointsOf } from '../analysis/history/points.ts';
import type { Context } from '../cli/context.ts';
import { TitoError } from '../errors.ts';
import { type AnySavedRun, isComparison } from '../schema/runs.ts';
import { readRun } from '../storage/read-run.ts';
import { type RunHead, runHeads } from '../storage/run-heads.ts';

/** Kinds of runs that time something beside a yardstick or a probe. */
const KINDS: readonly string[] = ['baseline', 'benchmark', 'capstone', 'comparison'];
const MOST_BYTES = 64 * 2 ** 20;
const DAY_MS = 86_400_000;

export interface History {
  points: HistoryPoint[];
  /** What was passed over, each in a sentence. */
  warnings: string[];
}

interface Wanted {
  /** Newest runs that are read as a whole. */
  last: number;
  kinds?: readonly string[];
  onProgress?: (done: number, of: number) => void;
}

/**
 * What the saved runs of a folder say, each figure computed anew from its raw samples. Of all files the beginning is
 * read, and as a whole only the newest runs; only what is needed of a run is kept in memory. Journals, interrupted runs
 * and copies of a run are passed over, damaged files are named.
 *
 * @param folder absolute
 * @throws the system's error where the folder can't be listed; TitoError `interrupted`
 */
export async function readHistory(
  { cwd, signal, clock }: Pick<Context, 'cwd' | 'signal' | 'clock'>,
  folder: string,
  { last, kinds = KINDS, onProgress }: Wanted,
): Promise<History> {
  const { heads, warnings: unread } = runHeads(folder);
  const show = (text: string) => text.replaceAll(`${cwd}/`, '');
  const warnings = unread.map(show);
  const warn = (isSo: boolean, text: string) => isSo && warnings.push(text);
  const ofKind = heads.filter(({ kind }) => kinds.includes(kind));
  const finished = ofKind.filter(({ interrupted }) => !interrupted);
  const cut = ofKind.length - finished.length;
  warn(cut > 0, cut === 1 ? 'An interrupted run was left out.' : `${cut} interrupted runs were left out.`);
  const wanted = finished.toSorted(newestFirst).slice(0, last);
  const older = finished.length - wanted.length;
  warn(older > 0, `Only the newest ${last} runs are looked at: ${older} older ones were left out (--last).`);
  const points: HistoryPoint[] = [];
  const seen = new Map<string, string>();
  let alone = 0;
  const compared = new Set<string>();
  for (const [i, { file }] of wanted.toReversed().entries()) {
    if (signal.aborted) throw new TitoError('interrupted');
    // Lets an interruption in.
    await new Promise(setImmediate);
    onProgress?.(i, wanted.length);
    const shown = relative(cwd, file) || file;
    const run = read(file, (text) => warnings.push(show(text)));
    if (!run || run.interrupted) continue;
    const identity = JSON.stringify([run.plan.kind, run.started_at, run.plan.seed]);
    const original = seen.get(identity);
    if (original !== undefined) {
      warnings.push(`${shown} holds the same run as ${original}, which counts once.`);
      continue;
    }
    seen.set(identity, shown);
    warn(
      Date.parse(run.started_at) > clock() + DAY_MS,
      `${shown} is dated ${run.started_at}, in the future; was the clock wrong?`,
    );
    const own = pointsOf(shown, run);
    points.push(...own.points);
    if (isComparison(run)) for (const { id } of run.plan.workloads) compared.add(id);
    else if (own.alone > 0) alone++;
  }
  const loneRuns = alone === 1 ? 'A run was left out that has' : `${alone} runs were left out that have`;
  warn(
    alone > 0,
    `${loneRuns} no yardstick beside the code: there a slower machine can't be told from slower code.`,
  );
  const known = new Set(points.map(({ id }) => id));
  const unknown = [...compared].filter((id) => !known.has(id));
  warn(
    unknown.length > 0,
    `Live comparisons (of ${unknown.join(', ')}) are no part of a history: A and B took turns with each other, and nothing of fixed speed beside them. 'tito benchmark run' measures for it.`,
  );
  return { points, warnings };
}

const newestFirst = (a: RunHead, b: RunHead) =>
  Date.parse(b.timestamp) - Date.parse(a.timestamp) || (a.file < b.file ? 1 : -1);

function read(file: string, warn: (text: string) => void): AnySavedRun | null {
  try {
    if (statSync(file).size > MOST_BYTES) {
      warn(`${file} is too large to be looked at.`);
      return null;
    }
    return readRun(file).run;
  } catch (cause) {
    warn(cause instanceof TitoError ? cause.message : `${file} can't be read: ${String(cause)}.`);
    return null;
  }
}
