import postgres, { type Options, type Sql } from 'postgres';
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

/**
 * Connections that are made when they are needed.
 *
 * @param onClosed is called whenever one of them ends
 * @throws TitoError `usage` for what is no address of a database
 */
export function connect(url: string, connections: number, onClosed: () => void = () => {}): Connected {
  const { text } = readDatabaseUrl(url);
  const options: Options<typeof TYPES> = {
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
