import postgres, { type Options, type Sql } from 'postgres';
import { BatchingSocket } from './batching-socket.ts';
import { readDatabaseUrl } from './database-url.ts';

/** Numbers of 64 bits come as text; none of the registry's exceeds 2^53. */
const TYPES = {
  bigint: {
    to: 20,
    from: [20],
    parse: Number,
    serialize: (value: number) => `${value}`,
  },
};
export type Connected = Sql<{ bigint: number }>;

const CONNECT_S = 5;
const PORT = 5432;

/** What the driver makes of the hosts in a URL. */
interface Addresses {
  host: readonly string[];
  port: readonly number[];
}

/**
 * Connections that are made when they are needed.
 *
 * @param onClosed is called whenever one of them ends
 * @throws TitoError `usage` for what is no address of a database
 */
export function connect(url: string, connections: number, onClosed: () => void = () => {}): Connected {
  const { text } = readDatabaseUrl(url);
  let attempts = 0;
  const options: Options<typeof TYPES> & { socket: (address: Addresses) => BatchingSocket } = {
    // Of several hosts each is tried in turn, as the driver itself does.
    socket: ({ host, port }) => {
      const i = attempts++ % host.length;
      const socket = new BatchingSocket(host[i] ?? '');
      return socket.connect(port[i] ?? PORT, host[i] ?? '');
    },
    max: connections,
    connect_timeout: CONNECT_S,
    // A connection that could not be made is tried again with the next question, not after a while.
    backoff: () => 0.05,
    idle_timeout: undefined,
    max_lifetime: null,
    types: TYPES,
    fetch_types: false,
    connection: { application_name: 'tito' },
    onnotice: () => {},
    onclose: onClosed,
  };
  return postgres(text, options);
}
