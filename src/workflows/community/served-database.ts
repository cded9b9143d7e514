import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isDatabaseUrl, withPassword } from '../../../community/store/postgres/database-url.ts';
import type { Context } from '../../cli/context.ts';
import { systemReason, TitoError } from '../../errors.ts';
import { dataDirectory, defaultRegistryFile } from '../../membership/data-directory.ts';

/**
 * The registry that an operator means: the option, or `TITO_DATABASE` where whoever lists this machine's processes
 * should not read it, or the file in the data folder.
 *
 * `TITO_DATABASE_PASSWORD_FILE` names a file with the password of a Postgres database whose address has none, which is
 * how containers are given secrets.
 *
 * @param command for whom it is asked, as in `tito community serve`
 * @returns an absolute path, or the URL of a database with its password
 * @throws TitoError `usage`, which never quotes what might be a password
 */
export function servedDatabase(
  { cwd, env }: Pick<Context, 'cwd' | 'env'>,
  option: string | undefined,
  command: string,
): string {
  const database = option ?? (env.TITO_DATABASE || undefined);
  if (database === undefined) return defaultRegistryFile(dataDirectory({ platform: process.platform, env }));
  if (isDatabaseUrl(database)) {
    const file = env.TITO_DATABASE_PASSWORD_FILE;
    return file ? withPassword(database, readPassword(resolve(cwd, file), command)) : database;
  }
  if (database.trim() !== '') return resolve(cwd, database);
  throw new TitoError('usage', { message: 'The database has no name.', command });
}

/** The first line: editors end it. */
function readPassword(file: string, command: string): string {
  try {
    const [password = ''] = readFileSync(file, 'utf8').split(/\r?\n/, 1);
    if (password !== '') return password;
  } catch (cause) {
    const message = `The password of the database can't be read from ${file}: ${systemReason(cause)}.`;
    throw new TitoError('usage', { message, command }, cause);
  }
  throw new TitoError('usage', { message: `${file} has no password in its first line.`, command });
}
