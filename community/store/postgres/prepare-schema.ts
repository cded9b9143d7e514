import { randomBytes } from 'node:crypto';
import { TitoError } from '../../../src/errors.ts';
import { type Connected, connect } from './connect.ts';
import { readDatabaseUrl } from './database-url.ts';
import { openingError } from './failures.ts';
import { MIGRATIONS } from './migrations.ts';

/** "tito" in ASCII: the advisory lock that whoever changes the schema holds. */
const LOCK = 0x7469746f;

/**
 * Brings a database to the newest schema, one process at a time.
 * @throws TitoError `registry_unreachable`, `registry_unusable`, `registry_newer`, `usage`
 */
export async function prepareSchema(url: string): Promise<void> {
  const address = readDatabaseUrl(url);
  const connected = connect(url, 1);
  try {
    if (!(await isNewestSchema(connected, address.place))) await migrate(connected, address.place);
  } catch (cause) {
    throw openingError(cause, address);
  } finally {
    await connected.end({ timeout: 1 }).catch(() => {});
  }
}

/** @throws TitoError for a schema that is not ours or of a newer tito; nothing is changed by then */
async function isNewestSchema(connected: Pick<Connected, 'unsafe'>, place: string): Promise<boolean> {
  const [found] = await connected.unsafe<{ has_schema: boolean; has_migrations: boolean; tables: number }[]>(`
    SELECT to_regnamespace('tito') IS NOT NULL AS has_schema, to_regclass('tito.migration') IS NOT NULL AS has_migrations,
      (SELECT count(*)::int FROM pg_class WHERE relnamespace = to_regnamespace('tito')) AS tables`);
  if (!found?.has_migrations) {
    if (!found || found.tables === 0) return false;
    const reason = 'its schema `tito` is of another program';
    const hint = 'It was left as it is. Name another database: --database postgres://…';
    throw new TitoError('registry_unusable', { registry: place, reason, hint });
  }
  const [newest] = await connected.unsafe<{ number: number }[]>(
    'SELECT coalesce(max(number), 0) AS number FROM tito.migration',
  );
  const number = newest?.number ?? 0;
  if (number <= MIGRATIONS.length) return number === MIGRATIONS.length;
  const [version, supported] = [`${number}`, `${MIGRATIONS.length}`];
  throw new TitoError('registry_newer', { registry: place, found: version, supported });
}

/** Takes the missing steps, all or none. */
async function migrate(connected: Connected, place: string): Promise<void> {
  await connected.begin(async (transaction) => {
    await transaction.unsafe(`SELECT pg_advisory_xact_lock(${LOCK})`);
    // Another process may have been faster while this one waited.
    if (await isNewestSchema(transaction, place)) return;
    const [{ has_schema } = { has_schema: false }] = await transaction.unsafe<{ has_schema: boolean }[]>(
      "SELECT to_regnamespace('tito') IS NOT NULL AS has_schema",
    );
    // An administrator may have made it for a user who may make none.
    if (!has_schema) await transaction.unsafe('CREATE SCHEMA tito');
    await transaction.unsafe(`CREATE TABLE IF NOT EXISTS tito.migration (
      number integer PRIMARY KEY, taken_at timestamptz NOT NULL DEFAULT now())`);
    const taken = await transaction.unsafe<{ number: number }[]>('SELECT number FROM tito.migration');
    for (const [i, step] of MIGRATIONS.entries()) {
      if (taken.some(({ number }) => number === i + 1)) continue;
      await transaction.unsafe(step);
      await transaction.unsafe('INSERT INTO tito.migration (number) VALUES ($1)', [i + 1]);
    }
    await transaction.unsafe(
      "INSERT INTO tito.secret (name, bytes) VALUES ('registry', $1) ON CONFLICT DO NOTHING",
      [randomBytes(32)],
    );
  });
}
