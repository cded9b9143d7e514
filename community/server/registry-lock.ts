import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { TitoError } from '../../src/errors.ts';
import { errcodeOf } from './threads/messages.ts';

const BUSY = 5;
/** CORRUPT and NOTADB. */
const DAMAGED = [11, 26];
const OWNER =
  'CREATE TABLE IF NOT EXISTS owner (id INTEGER PRIMARY KEY CHECK (id = 1), pid INTEGER, started INTEGER)';

/**
 * Keeps a second server from the same file: each would count rate limits and queue writes without the other.
 *
 * The lock is a small SQLite file beside the registry in which a transaction is held open. The system lets go of it when
 * the process ends, however that happens: there are no stale locks, and numbers of processes, which mean nothing in
 * another container, decide nothing. They are written down for people.
 *
 * @param now milliseconds since 1970
 * @returns what lets it go again
 * @throws TitoError `registry_in_use`; the system's or SQLite's error where the folder can't be written
 */
export function lockRegistry(file: string, pid: number, now: number): () => void {
  const path = `${file}.serve.lock`;
  for (;;) {
    create(path);
    const inode = statSync(path).ino;
    const lock = hold(path, pid, now, file);
    if (lock === null) continue;
    // Its owner removes the file when it ends. A lock on a file that is no longer there would keep nobody away.
    if (statSync(path, { throwIfNoEntry: false })?.ino === inode) {
      return () => {
        rmSync(path, { force: true });
        lock.close();
      };
    }
    lock.close();
  }
}

function hold(path: string, pid: number, now: number, file: string): DatabaseSync | null {
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    // What is written is for people only; a journal in memory leaves no second file behind.
    lock.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; BEGIN IMMEDIATE');
    lock.exec(OWNER);
    lock.prepare('REPLACE INTO owner VALUES (1, ?, ?)').run(pid, now);
    lock.exec('COMMIT; BEGIN IMMEDIATE');
    return lock;
  } catch (cause) {
    const owner = ownerOf(lock);
    lock.close();
    const errcode = (errcodeOf(cause) ?? 0) & 0xff;
    if (DAMAGED.includes(errcode)) {
      // Somebody was killed while writing it; what it says matters to nobody.
      rmSync(path, { force: true });
      return null;
    }
    if (errcode !== BUSY) throw cause;
    throw new TitoError('registry_in_use', { process: owner, registry: file, lock: path }, cause);
  }
}

/** A file that is there is not opened: closing it would let go of every lock that this process has on it (fcntl(2)). */
function create(path: string) {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  }
}

function ownerOf(lock: DatabaseSync): string {
  try {
    const row = lock.prepare('SELECT pid, started FROM owner').get();
    return row ? `${row.pid}, since ${new Date(Number(row.started)).toISOString()}` : 'unknown';
  } catch {
    return 'unknown';
  }
}
