import { resolve } from 'node:path';
import { migrateRegistry } from '../../../community/migrate/migrate-registry.ts';
import { readDatabaseUrl } from '../../../community/store/postgres/database-url.ts';
import type { Context } from '../../cli/context.ts';
import { EXIT } from '../../errors.ts';
import { servedDatabase } from './served-database.ts';

export interface MigrateWishes {
  file: string;
  /** `TITO_DATABASE` where it is left out. */
  database: string | undefined;
}

/**
 * `tito community migrate`: progress goes to stderr, what came of it to stdout.
 * @throws TitoError as `migrateRegistry`
 */
export async function migrate(context: Context, { file, database: option }: MigrateWishes): Promise<number> {
  const { stdout, stderr, signal, cwd, clock } = context;
  const database = servedDatabase(context, option, 'tito community migrate');
  const { place } = readDatabaseUrl(database);
  const migrated = await migrateRegistry({
    file: resolve(cwd, file),
    url: database,
    pid: process.pid,
    now: clock(),
    onProgress: (moved, members) => stderr.write(`${moved} of ${members} members\n`),
    signal,
  });
  if (migrated.kind === 'interrupted') {
    stderr.write('Interrupted. The same command goes on from here.\n');
    return EXIT.interrupted;
  }
  const { members, counts } = migrated;
  stdout.write(
    `${members} members were moved to ${place}; all rows and ${counts} counts were checked.\n` +
      `${file} was left as it is, and is not the registry any more: serve the database, and keep the file as a backup.\n`,
  );
  return EXIT.done;
}
