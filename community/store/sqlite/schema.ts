import type { DatabaseSync } from 'node:sqlite';
import { TitoError } from '../../../src/errors.ts';
import { randomBytes } from '../../random-bytes.ts';
import { MIGRATIONS } from './migrations.ts';

/** "tito" in ASCII: tells a registry from other SQLite databases. */
const APPLICATION_ID = 0x7469746f;
export const ANOTHER = 'It was left as it is. Choose another file: --registry FILE.';

/** What a statement such as a PRAGMA answers with. */
export const answer = (database: DatabaseSync, sql: string): unknown =>
  Object.values(database.prepare(sql).get() ?? {})[0];

/** @throws TitoError for a file that is not ours or of a newer tito; nothing is changed by then */
export function isNewestSchema(database: DatabaseSync, file: string): boolean {
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

/** Takes the missing steps, all or none, one process at a time. */
export function migrate(database: DatabaseSync, file: string): void {
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
