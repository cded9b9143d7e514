import { closeSync, fsyncSync, linkSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { randomBytes } from '../../random-bytes.ts';
import { migrate } from './schema.ts';

/**
 * Makes an empty registry under another name, and gives it its own once it is whole and on disk: one flush of the disk,
 * where a file that is there from the beginning takes a dozen. Only its owner may read it; SQLite gives the same rights
 * to the files beside it.
 *
 * What another process has made in the meantime stays. So does nothing where the disk has no second names for a file:
 * then whoever opens it makes it in its place.
 *
 * @throws Error of the system's where the file can't be made, or of SQLite's
 */
export function makeDatabase(file: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}.draft`;
  closeSync(openSync(draft, 'wx', 0o600));
  try {
    const database = new DatabaseSync(draft);
    try {
      database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF');
      migrate(database, file);
      database.exec('PRAGMA journal_mode = WAL');
    } finally {
      database.close();
    }
    flush(draft);
    link(draft, file);
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(draft + end, { force: true });
  }
}

/** Nobody has it open with SQLite: closing it takes nobody's locks. */
function flush(file: string) {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Unlike a new name, a second one never takes the place of a file that is there. */
function link(draft: string, file: string) {
  try {
    linkSync(draft, file);
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (!['EEXIST', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw cause;
  }
}
