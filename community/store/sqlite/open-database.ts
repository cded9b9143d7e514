import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { TitoError } from '../../../src/errors.ts';
import { MIGRATIONS } from './migrations.ts';
import { explained, resultCode } from './storage-error.ts';

export interface OpenOptions {
  readOnly: boolean;
  /** How long it waits for another process that writes. */
  busy_ms: number;
}

/** "tito" in ASCII: tells a registry from other SQLite databases. */
const APPLICATION_ID = 0x7469746f;
const ANOTHER = 'It was left as it is. Choose another file: --registry FILE.';

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

/** Only its owner may read a file that is made anew; SQLite gives the same rights to those beside it. */
function prepareFile(file: string, readOnly: boolean) {
  const unusable = (reason: string, hint: string, cause?: unknown) =>
    new TitoError('registry_unusable', { registry: file, reason, hint }, cause);
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw unusable('it is a folder', 'Name a file in it: --registry FILE.');
    if (found && !found.isFile()) throw unusable('it is no ordinary file', ANOTHER);
    if (found && found.size > 0 && !isDatabase(file)) throw unusable('it is no SQLite database', ANOTHER);
    if (found) return;
    if (readOnly) throw unusable('there is no such file', 'Join first: tito community join.');
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
  } catch (cause) {
    if (cause instanceof TitoError) throw cause;
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const reason = SYSTEM_REASONS[code] ?? message;
    throw unusable(reason, 'Choose a place that you may write to: --registry FILE.', cause);
  }
}

/** SQLite takes a file that is shorter than its header for an empty one, and would write over it. */
function isDatabase(file: string): boolean {
  const header = Buffer.from('SQLite format 3\0');
  const found = Buffer.alloc(header.length);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, found);
  } finally {
    closeSync(handle);
  }
  return found.equals(header);
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

/** What a statement such as a PRAGMA answers with. */
const answer = (database: DatabaseSync, sql: string): unknown =>
  Object.values(database.prepare(sql).get() ?? {})[0];

/** @throws TitoError for a file that is not ours or of a newer tito; nothing is changed by then */
function isNewestSchema(database: DatabaseSync, file: string): boolean {
  const version = Number(answer(database, 'PRAGMA user_version'));
  const tables = Number(answer(database, 'SELECT count(*) FROM sqlite_schema'));
  if (tables > 0 && Number(answer(database, 'PRAGMA application_id')) !== APPLICATION_ID) {
    const reason = 'it is a database of another program';
    throw new TitoError('registry_unusable', { registry: file, reason, hint: ANOTHER });
  }
  if (version > MIGRATIONS.length) {
    const [found, supported] = [`${version}`, `${MIGRATIONS.length}`];
    throw new TitoError('registry_newer', { registry: file, found, supported });
  }
  return version === MIGRATIONS.length;
}

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

/** Takes the missing steps, all or none, one process at a time. */
function migrate(database: DatabaseSync, file: string) {
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have been faster while this one waited.
    if (!isNewestSchema(database, file)) {
      const version = Number(answer(database, 'PRAGMA user_version'));
      for (const step of MIGRATIONS.slice(version)) database.exec(step);
      const secret = database.prepare("INSERT OR IGNORE INTO secret (name, bytes) VALUES ('registry', ?)");
      secret.run(randomBytes(32));
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}`);
    }
    database.exec('COMMIT');
  } catch (cause) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw cause;
  }
}
