import { once } from 'node:events';
import { READS_PER_MINUTE } from '../../../community/server/limits/policies.ts';
import { startServer } from '../../../community/server/start-server.ts';
import type { Context } from '../../cli/context.ts';
import { EXIT } from '../../errors.ts';
import { servedDatabase } from './served-database.ts';

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
    database: servedDatabase(context, options.database, 'tito community serve'),
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

function proxiesOf(trustProxy: ServeOptions['trustProxy']): string[] | null {
  if (trustProxy === undefined) return null;
  return trustProxy === true ? [] : trustProxy.split(',').map((address) => address.trim());
}
