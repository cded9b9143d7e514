import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemReason } from '../errors.ts';
import type { SubmissionKind } from '../schema/community/submission.ts';
import type { SubjectSpec } from '../schema/run.ts';
import { listFolder } from './private-file.ts';

/** A saved run as it stands in its file: looked at, not checked. */
export interface FoundRun {
  file: string;
  kind: SubmissionKind;
  /** When it was started, by the clock of the machine that measured; ISO 8601. */
  timestamp: string;
  document: Record<string, unknown>;
}

export interface FoundRuns {
  baseline: FoundRun | null;
  capstone: FoundRun | null;
  /** Files that were passed over, each in a sentence. */
  warnings: string[];
}

export interface Wanted {
  /** Milliseconds since 1970. */
  now: number;
  kinds?: readonly SubmissionKind[];
  /** Only runs of this subject; of any of the user's where it is left out. */
  subject?: SubjectSpec;
}

const KINDS: readonly SubmissionKind[] = ['baseline', 'capstone'];
const DAY_MS = 86_400_000;
const MOST_BYTES = 256 * 2 ** 20;

/**
 * The newest finished baseline and capstone of the user's own code in a results folder, by the timestamp inside:
 * names sort otherwise. Journals, interrupted runs and runs of tito's reference are passed over. Of most files only the
 * beginning is read.
 *
 * A run from the future, left by a clock that was wrong, is taken only where there is no other.
 */
export function findRuns(folder: string, { now, kinds = KINDS, subject }: Wanted): FoundRuns {
  const warnings: string[] = [];
  const heads = listFolder(folder)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .flatMap((name) => headOf(join(folder, name), warnings) ?? []);
  const future = (timestamp: string) => Date.parse(timestamp) > now + DAY_MS;
  const newest = (kind: SubmissionKind): FoundRun | null => {
    const candidates = heads
      .filter((head) => head.kind === kind)
      .map((head) => ({ ...head, is_future: future(head.timestamp), at: Date.parse(head.timestamp) }))
      .sort((a, b) => Number(a.is_future) - Number(b.is_future) || b.at - a.at);
    for (const { file, timestamp, is_future } of candidates) {
      if (is_future) warnings.push(`${file} is dated ${timestamp}, in the future; was the clock wrong?`);
      const document = readDocument(file, warnings);
      if (document && isOwn(document, file, subject, warnings)) return { file, kind, timestamp, document };
    }
    return null;
  };
  const wanted = (kind: SubmissionKind) => (kinds.includes(kind) ? newest(kind) : null);
  const found = { baseline: wanted('baseline'), capstone: wanted('capstone') };
  return { ...found, warnings: [...new Set(warnings)] };
}

interface Head {
  file: string;
  kind: SubmissionKind;
  timestamp: string;
}

/** How tito begins its results files. */
const BEGINNING =
  /^\s*\{\s*"schema_version":\s*\d+,\s*"benchmark_type":\s*"(\w+)",\s*"timestamp":\s*"([^"\\]{20,40})",\s*"interrupted":\s*(true|false)\b/;
const BEGINNING_BYTES = 512;

/** Kind and time of a finished run; null for everything else. */
function headOf(file: string, warnings: string[]): Head | null {
  try {
    if (!statSync(file).isFile()) return null;
    const begun = BEGINNING.exec(beginningOf(file));
    if (begun)
      return headFrom(file, { type: begun[1], timestamp: begun[2], interrupted: begun[3] === 'true' });
  } catch (cause) {
    warnings.push(`${file} can't be read: ${systemReason(cause)}.`);
    return null;
  }
  // Somebody wrote it anew, or it is something else.
  const document = readDocument(file, warnings);
  if (!document) return null;
  const { benchmark_type: type, timestamp, interrupted } = document;
  return headFrom(file, { type, timestamp, interrupted });
}

function headFrom(
  file: string,
  said: { type: unknown; timestamp: unknown; interrupted: unknown },
): Head | null {
  const kind = KINDS.find((each) => each === said.type);
  const { timestamp, interrupted } = said;
  if (!kind || interrupted !== false || typeof timestamp !== 'string') return null;
  return Number.isNaN(Date.parse(timestamp)) ? null : { file, kind, timestamp };
}

function beginningOf(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(BEGINNING_BYTES);
    return bytes.toString('utf8', 0, readSync(handle, bytes, 0, BEGINNING_BYTES, 0));
  } finally {
    closeSync(handle);
  }
}

function readDocument(file: string, warnings: string[]): Record<string, unknown> | null {
  try {
    if (statSync(file).size > MOST_BYTES) throw new Error('it is too large for a run');
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isRecord(value) ? value : null;
  } catch (cause) {
    warnings.push(`${file} is damaged: ${systemReason(cause)}.`);
    return null;
  }
}

/** Whether it holds its raw samples, was brought to its end, and is of the user's own code. */
function isOwn(
  { run }: Record<string, unknown>,
  file: string,
  wanted: SubjectSpec | undefined,
  warnings: string[],
): boolean {
  if (!isRecord(run) || !isRecord(run.subject) || !isRecord(run.plan)) {
    warnings.push(`${file} holds no raw samples, so nobody could check it.`);
    return false;
  }
  if (run.interrupted !== false || typeof run.finished_at !== 'string') return false;
  const { subject } = run.plan;
  if (!isRecord(subject) || subject.kind === 'reference') return false;
  return !wanted || (subject.kind === wanted.kind && subject.argument === wanted.argument);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
