import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemReason } from '../errors.ts';

/** What a results file says of itself at its beginning: looked at, not checked. */
export interface RunHead {
  file: string;
  /** `benchmark_type`, such as `baseline`. */
  kind: string;
  /** When the run was started; ISO 8601. */
  timestamp: string;
  interrupted: boolean;
}

export interface RunHeads {
  heads: RunHead[];
  /** Files that can't be read or are damaged, each in a sentence. */
  warnings: string[];
}

/** How tito begins its results files, so that most of a large one need not be read. */
const BEGINNING =
  /^\s*\{\s*"schema_version":\s*\d+,\s*"benchmark_type":\s*"(\w+)",\s*"timestamp":\s*"([^"\\]{20,40})",\s*"interrupted":\s*(true|false)\b/;
const BEGINNING_BYTES = 512;
/** What begins otherwise and is larger than this was not written by tito, and is not read. */
const MOST_FOREIGN_BYTES = 32 * 2 ** 20;

/**
 * The results files of a folder. Of each only the beginning is read, unless somebody wrote it anew. Journals, hidden
 * files, folders and JSON that is no results file are passed over.
 *
 * @throws the system's error where the folder can't be listed; an absent one is empty
 */
export function runHeads(folder: string): RunHeads {
  const warnings: string[] = [];
  const heads = namesIn(folder)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .flatMap((name) => headOf(join(folder, name), warnings) ?? []);
  return { heads, warnings };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}

function headOf(file: string, warnings: string[]): RunHead | null {
  try {
    const found = statSync(file);
    if (!found.isFile()) return null;
    const [, kind, timestamp, interrupted] = BEGINNING.exec(beginningOf(file)) ?? [];
    if (kind !== undefined && timestamp !== undefined) {
      return headFrom(file, kind, timestamp, interrupted === 'true');
    }
    if (found.size > MOST_FOREIGN_BYTES) return null;
    const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof document !== 'object' || document === null) return null;
    const said: Partial<Record<string, unknown>> = { ...document };
    return headFrom(file, said.benchmark_type, said.timestamp, said.interrupted !== false);
  } catch (cause) {
    const isDamaged = cause instanceof SyntaxError;
    warnings.push(`${file} ${isDamaged ? 'is damaged' : "can't be read"}: ${systemReason(cause)}.`);
    return null;
  }
}

function headFrom(file: string, kind: unknown, timestamp: unknown, interrupted: boolean): RunHead | null {
  if (typeof kind !== 'string' || typeof timestamp !== 'string') return null;
  return Number.isNaN(Date.parse(timestamp)) ? null : { file, kind, timestamp, interrupted };
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
