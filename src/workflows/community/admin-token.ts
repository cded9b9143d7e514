import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { hashToken } from '../../../community/registry/authenticate.ts';
import { isDatabaseUrl, readDatabaseUrl } from '../../../community/store/postgres/database-url.ts';
import type { Store } from '../../../community/store.ts';
import type { Context } from '../../cli/context.ts';
import { EXIT, TitoError } from '../../errors.ts';
import { servedDatabase } from './served-database.ts';

const COMMAND = 'tito community admin-token';

/**
 * `tito community admin-token`: the token alone goes to stdout, so that it can be put into a file. The registry keeps its
 * hash only; the former token stops. Servers of the registry need not be ended.
 *
 * @throws TitoError `usage` where there is no registry; what keeps it from being opened
 */
export async function adminToken(
  context: Context,
  { database: option }: { database: string | undefined },
): Promise<number> {
  const database = servedDatabase(context, option, COMMAND);
  const token = randomBytes(32).toString('hex');
  const store = await openStore(database);
  let isFirst: boolean;
  try {
    isFirst = (await store.adminToken()) === null;
    await store.write('appoint', { admin_sha256: hashToken(token) });
  } finally {
    await store.close();
  }
  const place = isDatabaseUrl(database) ? readDatabaseUrl(database).place : database;
  context.stderr.write(
    `The admin token of ${place}${isFirst ? '' : '; the former one has stopped'}. It is shown this once: keep it in a file that only you may read.\n`,
  );
  context.stdout.write(`${token}\n`);
  return EXIT.done;
}

async function openStore(database: string): Promise<Store> {
  if (isDatabaseUrl(database)) {
    const { openPostgresStore } = await import('../../../community/store/postgres-store.ts');
    return openPostgresStore(database);
  }
  // Whose name is misspelt has no use for a new registry.
  if (!existsSync(database))
    throw new TitoError('usage', { message: `There is no registry at ${database}.`, command: COMMAND });
  const { openSqliteStore } = await import('../../../community/store/sqlite-store.ts');
  return openSqliteStore(database);
}
