import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { TitoError } from '../../../src/errors.ts';
import { makeDatabase } from './make-database.ts';
import { ANOTHER, answer, isNewestSchema, migrate } from './schema.ts';
import { explained, resultCode } from './storage-error.ts';

export interface OpenOptions {
  readOnly: boolean;
  /** How long it waits for another process that writes. */
  busy_ms: number;
}

/** Of a database: the smallest page. */
const LEAST_BYTES = 512;

/**
 * Opens a registry's file, makes it where there is none, and brings it to the newest schema.
 * @throws TitoError `registry_unusable`, `registry_newer`
 */
export function openDatabase(file: string, { readOnly, busy_ms }: OpenOptions): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    prepareFile(file, readOnly);
    database = new DatabaseSync(file, { readOnly, timeout: busy_ms, enableForeignKeyConstraints: true });
    const isNewest = isNewestSchema(database, file);
    if (readOnly && !isNewest) {
      const hint = 'Any tito command that writes to it brings it up to date.';
      throw new TitoError('registry_unusable', { registry: file, reason: 'its schema is older', hint });
    }
    if (!readOnly) prepareForWrites(database, file, busy_ms);
    if (!isNewest) migrate(database, file);
    // The tables of a large registry don't fit, their upper levels do. Nothing is put aside in other files.
    database.exec('PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY');
    return database;
  } catch (cause) {
    database?.close();
    throw explained(cause, file);
  }
}

/** Makes the file where there is none; refuses what can be none of ours. */
function prepareFile(file: string, readOnly: boolean) {
  const unusable = (reason: string, hint: string, cause?: unknown) =>
    new TitoError('registry_unusable', { registry: file, reason, hint }, cause);
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw unusable('it is a folder', 'Name a file in it: --registry FILE.');
    if (found && !found.isFile()) throw unusable('it is no ordinary file', ANOTHER);
    // SQLite takes a file that is shorter than its header for an empty one, and would write over it. Of others it says
    // itself what they are: whoever opens a file and closes it again takes SQLite's locks off it, for this whole process.
    if (found && found.size > 0 && found.size < LEAST_BYTES)
      throw unusable('it is no SQLite database', ANOTHER);
    if (found) return;
    if (readOnly) throw unusable('there is no such file', 'Join first: tito community join.');
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    makeDatabase(file);
    if (!statSync(file, { throwIfNoEntry: false })) closeSync(openSync(file, 'a', 0o600));
  } catch (cause) {
    if (cause instanceof TitoError || resultCode(cause) !== null) throw cause;
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const reason = SYSTEM_REASONS[code] ?? message;
    throw unusable(reason, 'Choose a place that you may write to: --registry FILE.', cause);
  }
}

const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'its disk can only be read',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'a part of its path is a file, not a folder',
  ENOSPC: 'its disk is full',
  ENAMETOOLONG: 'its name is too long',
};

function prepareForWrites(database: DatabaseSync, file: string, busy_ms: number) {
  const mode = retryWhileBusy(() => answer(database, 'PRAGMA journal_mode = WAL'), busy_ms);
  if (mode !== 'wal') {
    const reason = 'its disk allows no write-ahead log';
    const hint = 'Put it on a local disk: network folders do not lock reliably.';
    throw new TitoError('registry_unusable', { registry: file, reason, hint });
  }
  // What is answered is on disk; what is deleted is overwritten; a long log is cut once it has been copied.
  database.exec('PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864');
  // Copying the log back takes longer than writing to it: rarely, since members who leave have it copied at once.
  database.exec('PRAGMA wal_autocheckpoint = 8000');
}

/** Two processes that make the same file at once: SQLite does not wait when the kind of journal changes. */
function retryWhileBusy<T>(attempt: () => T, busy_ms: number): T {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let waited_ms = 0; ; waited_ms += 10) {
    try {
      return attempt();
    } catch (cause) {
      if (resultCode(cause) !== 5 || waited_ms >= busy_ms) throw cause;
      Atomics.wait(pause, 0, 0, 10);
    }
  }
}
