import { openSync, readSync, statSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { HEADER_BYTES, pageLayoutOf, type Range, remnantsIn } from './remnants.ts';
import { resultCode } from './storage-error.ts';

/**
 * Sees to it that nothing of what was deleted is left in the files: not in the write-ahead log, which has the pages as
 * they were, and not in the gaps of the pages. Others write meanwhile, and wait for milliseconds only.
 */
export interface Erasure {
  /** Something was deleted. The log is emptied at once, where nobody reads from it. */
  begin: () => void;
  /** Resolves when nothing of it is in the files any more, or after a while where another process holds on to them. */
  done: () => Promise<void>;
  /** Tries again what could not be done. */
  finish: () => Promise<void>;
}

const PIECE_BYTES = 4 * 2 ** 20;
/** Gaps that are emptied while others wait. */
const MOST_AT_ONCE = 2000;
const ATTEMPTS = 10;
const PAUSE_MS = 50;
/** Readers are done within a moment; writers of this process must not wait for one that is not. */
const WAIT_MS = 100;

/** Another process is at work in the file. */
class Busy extends Error {}

export function createErasure(database: DatabaseSync, file: string, busy_ms: number): Erasure {
  /** What was deleted by then is to be erased; and what is. */
  let [wanted, reached] = [0, 0];
  let isRunning = false;
  let run = Promise.resolve();

  const empty = () => {
    if (!emptyLog(database, busy_ms)) throw new Busy();
  };
  const eraseAll = async () => {
    try {
      for (let attempt = 0; reached < wanted && attempt < ATTEMPTS; attempt++) {
        const goal = wanted;
        try {
          empty();
          await eraseRemnants(database, file, empty);
          [reached, attempt] = [goal, -1];
        } catch (cause) {
          if (!(cause instanceof Busy) && resultCode(cause) !== 5) throw cause;
          await setTimeout(PAUSE_MS);
        }
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
    begin: () => {
      wanted++;
      if (isRunning) emptyLog(database, busy_ms);
      else start();
    },
    done: () => run,
    finish: async () => {
      await run;
      if (reached === wanted) return;
      start();
      await run;
    },
  };
}

/** Copies the log into the database and cuts it to nothing. @returns false where another process still reads from it */
function emptyLog(database: DatabaseSync, busy_ms: number): boolean {
  database.exec(`PRAGMA busy_timeout = ${WAIT_MS}`);
  try {
    return database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy === 0;
  } catch {
    return false;
  } finally {
    database.exec(`PRAGMA busy_timeout = ${busy_ms}`);
  }
}

/** Looks through the file piece by piece, so that others have their turn, and empties the gaps. */
async function eraseRemnants(database: DatabaseSync, file: string, empty: () => void) {
  const handle = handleOf(file);
  const header = Buffer.alloc(HEADER_BYTES);
  readSync(handle, header, 0, HEADER_BYTES, 0);
  const { page_bytes, is_plain } = pageLayoutOf(header);
  if (!is_plain) {
    database.exec('VACUUM');
    return empty();
  }
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  let found: Range[] = [];
  const eraseFound = () => {
    while (found.length > 0) {
      empty();
      overwrite(file, handle, page_bytes, found.splice(0, MOST_AT_ONCE));
    }
    empty();
  };
  for (let position = 0; ; position += PIECE_BYTES) {
    const bytes = readSync(handle, piece, 0, PIECE_BYTES, position);
    found = [...found, ...remnantsIn(piece.subarray(0, bytes), position, page_bytes)];
    if (bytes < PIECE_BYTES) break;
    if (found.length >= MOST_AT_ONCE) eraseFound();
    await setImmediate();
  }
  if (found.length > 0) eraseFound();
}

/**
 * Overwrites gaps in the file itself. No page is changed at the same time, since the log is empty and nobody else may
 * write; what a page holds stays the same. A connection that has such a page in its cache would write what was in the
 * gap again: so this one, which has none, commits something, whereupon the others forget theirs.
 *
 * @throws Busy, or an error of SQLite's, where somebody else writes
 */
function overwrite(file: string, handle: number, page_bytes: number, found: readonly Range[]) {
  const own = new DatabaseSync(file, { timeout: WAIT_MS });
  try {
    own.exec('PRAGMA synchronous = FULL; BEGIN IMMEDIATE');
    if (statSync(`${file}-wal`).size > 0) throw new Busy();
    const page = Buffer.allocUnsafe(page_bytes);
    for (const { position } of found) {
      const start = position - (position % page_bytes);
      // It may have changed since it was found.
      if (readSync(handle, page, 0, page_bytes, start) < page_bytes) continue;
      for (const { position: from, length } of remnantsIn(page, start, page_bytes)) {
        writeSync(handle, Buffer.alloc(length), 0, length, from);
      }
    }
    const version = Object.values(own.prepare('PRAGMA user_version').get() ?? {})[0];
    own.exec(`PRAGMA user_version = ${version}; COMMIT`);
  } finally {
    own.close();
  }
}

const handles = new Map<string, number>();

/**
 * A handle of the file that is never closed: with any one that a process closes, all its locks on that file are gone,
 * those of SQLite's included (https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
 */
function handleOf(file: string): number {
  const { dev, ino } = statSync(file);
  const key = `${dev} ${ino}`;
  const handle = handles.get(key) ?? openSync(file, 'r+');
  handles.set(key, handle);
  return handle;
}
