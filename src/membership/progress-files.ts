import { statSync } from 'node:fs';
import { join } from 'node:path';
import { systemReason } from '../errors.ts';
import { listFolder, readBounded } from './private-file.ts';

const MOST_BYTES = 1024 * 1024;

/** What one of the course's files says is done. */
export interface ProgressFile {
  file: string;
  /** Numbers of modules or milestones, in order, each once. */
  done: number[];
  /** When it was last changed, as far as can be told; milliseconds since 1970. */
  at: number;
}

export type Item = 'module' | 'milestone';

/** Where the course's programs keep what is done, below the folder of the checkout. */
export const PROGRESS_FILES: Readonly<Record<Item, readonly string[]>> = {
  module: ['progress.json', join('.tito', 'progress.json')],
  milestone: [join('.tito', 'milestones.json')],
};

/**
 * Reads one file in any form that the course's versions write: ids as `"01"`, `"01_tensor"` or `1`.
 *
 * @param most the highest number that there is
 * @param titles number of each title, such as `tensor`, as the folders of this checkout have it: ids with a title of
 *   another numbering are read by their title
 * @returns null where there is no such file, or nothing to be read in it
 */
export function readProgressFile(
  file: string,
  item: Item,
  { most, titles }: { most: number; titles: ReadonlyMap<string, number> },
  warnings: string[],
): ProgressFile | null {
  const value = parse(file, warnings);
  if (value === undefined) return null;
  const ids = isRecord(value) ? idsOf(value, item) : null;
  if (!isRecord(value) || ids === null) {
    warnings.push(`${file} has no list 'completed_${item}s'; it was not counted.`);
    return null;
  }
  const done = new Set<number>();
  const unknown: string[] = [];
  let moved = 0;
  for (const id of ids) {
    const { number, title } = readId(id);
    const here = title === null ? undefined : titles.get(title);
    const isForeign = title !== null && titles.size > 0 && here === undefined;
    if (number === null || number < 1 || number > most || isForeign) {
      unknown.push(JSON.stringify(id)?.slice(0, 40) ?? '?');
      continue;
    }
    if (here !== undefined && here !== number) moved++;
    done.add(here ?? number);
  }
  if (unknown.length > 0) {
    warnings.push(
      `${file}: ${unknown.slice(0, 5).join(', ')} is no ${item} of this course; it was not counted.`,
    );
  }
  if (moved > 0) warnings.push(`${file} is of another numbering; its ${item}s were counted by their titles.`);
  return { file, done: [...done].sort((a, b) => a - b), at: changedAt(value, file) };
}

function parse(file: string, warnings: string[]): unknown {
  try {
    const text = readBounded(file, MOST_BYTES);
    return text === null ? undefined : JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? `it is no JSON (${cause.message})` : systemReason(cause);
    warnings.push(`${file} can't be read: ${reason.replace(/\.$/, '')}; it was not counted.`);
    return undefined;
  }
}

/** What was run through counts, not what may be run; files before there was a difference know only the latter. */
function idsOf(value: Record<string, unknown>, item: Item): unknown[] | null {
  const completed = listOf(value[`completed_${item}s`]);
  if (item === 'module') return completed ?? (listOf(value.started_modules) ? [] : null);
  const unlocked = listOf(value.unlocked_milestones);
  const isOld = value.schema_version === undefined;
  return completed && (completed.length > 0 || !isOld) ? completed : (unlocked ?? completed);
}

/** A list, or an object whose keys are the ids. */
function listOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  return isRecord(value) ? Object.keys(value) : null;
}

function readId(id: unknown): { number: number | null; title: string | null } {
  if (typeof id === 'number') return { number: Number.isInteger(id) ? id : null, title: null };
  const parts =
    typeof id === 'string' ? /^(?:m(?:odule|ilestone)?[_ -]?)?0*(\d{1,4})(?:_(\w+))?$/i.exec(id) : null;
  return { number: parts ? Number(parts[1]) : null, title: parts?.[2]?.toLowerCase() ?? null };
}

/** By what the file says itself; the time of the file is that of the checkout where it is part of the repository. */
function changedAt(value: Record<string, unknown>, file: string): number {
  const dates = [value.last_updated, value.completion_dates, value.unlock_dates]
    .flatMap((each) => (isRecord(each) ? Object.values(each) : [each]))
    .flatMap((each) => (typeof each === 'string' ? Date.parse(each) : []))
    .filter((at) => !Number.isNaN(at));
  if (dates.length > 0) return Math.max(...dates);
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Numbers of the modules' titles by the names of their folders, as in `src/01_tensor`; empty where there are none. */
export function moduleTitles(root: string): Map<string, number> {
  for (const folder of ['src', 'modules', join('modules', 'source')]) {
    const named = listFolder(join(root, folder)).flatMap((name): [string, number][] => {
      const parts = /^(\d\d)_(\w+)$/.exec(name);
      return parts ? [[parts[2]?.toLowerCase() ?? '', Number(parts[1])]] : [];
    });
    if (named.length > 0) return new Map(named);
  }
  return new Map();
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
