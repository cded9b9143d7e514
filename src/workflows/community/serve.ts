import { once } from 'node:events';
import { resolve } from 'node:path';
import { READS_PER_MINUTE } from '../../../community/server/limits/policies.ts';
import { startServer } from '../../../community/server/start-server.ts';
import { isDatabaseUrl } from '../../../community/store/postgres/database-url.ts';
import type { Context } from '../../cli/context.ts';
import { EXIT, TitoError } from '../../errors.ts';
import { dataDirectory, defaultRegistryFile } from '../../membership/data-directory.ts';

export interface ServeOptions {
  port: number | undefined;
  host: string | undefined;
  database: string | undefined;
  /** `true` for a proxy on this machine; otherwise more addresses, with commas between them. */
  trustProxy: string | true | undefined;
  /** Reads a minute of one member. */
  rateLimit: number | 'off' | undefined;
}

const PORT = 4020;
const HOST = '127.0.0.1';

/**
 * `tito community serve`: until it is interrupted. The address goes to stdout, the log to stderr.
 * @returns 0 after an orderly end, which is what an interruption asks of a server
 */
export async function serve(context: Context, options: ServeOptions): Promise<number> {
  const { signal, stdout, stderr } = context;
  const server = await startServer({
    database: databaseOf(context, options),
    host: options.host ?? HOST,
    port: options.port ?? PORT,
    reads_per_minute: options.rateLimit === 'off' ? null : (options.rateLimit ?? READS_PER_MINUTE),
    proxies: proxiesOf(options.trustProxy),
    root: context.root,
    version: context.version,
    pid: process.pid,
    clock: context.clock,
    log: (text) => stderr.write(text),
  });
  stdout.write(`tito's community is served at ${server.url} (Ctrl-C ends it)\n`);
  if (!signal.aborted) await once(signal, 'abort');
  await server.close();
  return EXIT.done;
}

function databaseOf({ cwd, env }: Context, { database }: ServeOptions): string {
  if (database === undefined) return defaultRegistryFile(dataDirectory({ platform: process.platform, env }));
  if (isDatabaseUrl(database)) return database;
  if (database.trim() !== '') return resolve(cwd, database);
  throw new TitoError('usage', {
    message: 'The database has no name.',
    command: 'tito community serve',
  });
}

function proxiesOf(trustProxy: ServeOptions['trustProxy']): string[] | null {
  if (trustProxy === undefined) return null;
  return trustProxy === true ? [] : trustProxy.split(',').map((address) => address.trim());
}
