import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { searchFor } from '../find-texts.ts';
import { resultCode } from './storage-error.ts';

/**
 * Sees to it that nothing of what was deleted is left in the files.
 *
 * `secure_delete` overwrites a deleted row, but not the copies that stay behind in the free part of a page when SQLite
 * lays out its rows anew (about one of a thousand rows leaves one). So the file is searched for what was deleted, and
 * rebuilt where something is found. The write-ahead log still has the pages as they were: it is emptied at once.
 */
export interface Erasure {
  forget: (texts: readonly string[]) => void;
  /** Resolves when nothing of it is in the files any more, or after a while where another process holds on to them. */
  done: () => Promise<void>;
  /** Tries again what could not be done. */
  finish: () => Promise<void>;
}

const CHUNK_BYTES = 262_144;
/** At once: names begin alike, and each is compared with all that begin like it. */
const MOST_TEXTS = 1000;
const PART_CHARACTERS = 12;
const PART_STEP = 4;
const ATTEMPTS = 10;
const PAUSE_MS = 50;

export function createErasure(database: DatabaseSync, file: string, busy_ms: number): Erasure {
  let pending: string[] = [];
  let isRunning = false;
  let run = Promise.resolve();

  const eraseAll = async () => {
    try {
      for (let attempt = 0; pending.length > 0 && attempt < ATTEMPTS; attempt++) {
        const texts = pending.slice(0, MOST_TEXTS);
        if (emptyLog(database, busy_ms) && (await isErased(database, file, texts, busy_ms))) {
          pending = pending.slice(texts.length);
          attempt = -1;
        } else await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    } catch {
      // What was asked is done: a disk that fails is told of by the next write, and this is tried again with the next.
    } finally {
      isRunning = false;
    }
  };
  /** Empties the log before it returns; the search goes on after that. */
  const start = () => {
    isRunning = true;
    run = eraseAll();
  };

  // A process that was killed may have left a log that tells of what was deleted since.
  if (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size) emptyLog(database, busy_ms);
  return {
    forget: (texts) => {
      if (texts.length === 0) return;
      pending = [...pending, ...texts.flatMap(partsOf)];
      if (isRunning) emptyLog(database, busy_ms);
      else start();
    },
    done: () => run,
    finish: async () => {
      await run;
      if (pending.length === 0) return;
      start();
      await run;
    },
  };
}

/** What is left may have been written over in part: of ids and hashes any 15 digits in a row are found. */
function partsOf(text: string): string[] {
  if (!/^[0-9a-f]{16,}$/.test(text)) return [text];
  const count = Math.floor((text.length - PART_CHARACTERS) / PART_STEP) + 1;
  return Array.from({ length: count }, (_, i) => text.slice(i * PART_STEP).slice(0, PART_CHARACTERS));
}

/** Copies the log into the database and cuts it to nothing. @returns false where another process still reads from it */
function emptyLog(database: DatabaseSync, busy_ms: number): boolean {
  // Readers are done within a moment; writers of this process must not wait for one that is not.
  database.exec('PRAGMA busy_timeout = 100');
  try {
    return database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy === 0;
  } catch {
    return false;
  } finally {
    database.exec(`PRAGMA busy_timeout = ${busy_ms}`);
  }
}

/** @returns false where it has to be tried again, since another process writes */
async function isErased(
  database: DatabaseSync,
  file: string,
  texts: readonly string[],
  busy_ms: number,
): Promise<boolean> {
  const left = [...(await findIn(file, texts))].filter((text) => !isInUse(database, text));
  if (left.length === 0) return true;
  try {
    database.exec('VACUUM');
  } catch (cause) {
    if (resultCode(cause) === 5) return false;
    throw cause;
  }
  return emptyLog(database, busy_ms);
}

/** A name that somebody else has, or has as a part of a longer one, stays. Only what was found is asked for. */
const isInUse = (database: DatabaseSync, text: string): boolean =>
  database
    .prepare(
      `SELECT 1 FROM spelling WHERE instr(spelling, ?1) > 0
       UNION ALL SELECT 1 FROM scope WHERE instr(key, ?1) > 0
       UNION ALL SELECT 1 FROM member WHERE handle = ?1 LIMIT 1`,
    )
    .get(text) !== undefined;

/** Which of the texts the file has anywhere, read piece by piece so that others have their turn. */
async function findIn(file: string, texts: readonly string[]): Promise<Set<string>> {
  const search = searchFor(texts);
  const found = new Set<string>();
  const chunk = Buffer.alloc(CHUNK_BYTES + search.longest);
  await using handle = await open(file);
  for (let position = 0; ; position += CHUNK_BYTES) {
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
    for (const text of search.findIn(chunk.subarray(0, bytesRead))) found.add(text);
    if (bytesRead < chunk.length) return found;
  }
}
