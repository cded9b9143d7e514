import { TitoError } from '../../../src/errors.ts';

/** Whether a word names a Postgres database, and not a file. */
export const isDatabaseUrl = (text: string): boolean => /^postgres(?:ql)?:\/\//i.test(text);

export interface DatabaseUrl {
  /** As it was given, with whatever secret is in it; for the driver only. */
  text: string;
  /** Without a password and without parameters; for people and logs. */
  place: string;
  /** Name to log in by, as far as the URL says it. */
  user: string;
  database: string;
  /** Connections for questions, where the URL says so: `?max=20`. */
  connections: number | null;
}

/** Parameters that a URL may have: those of the driver that mean something here. */
const PARAMETERS = ['max', 'prepare', 'sslmode', 'ssl', 'connect_timeout', 'target_session_attrs'];
const MOST_CONNECTIONS = 1000;
/** Those of libpq. The driver checks the certificate for every other word, and says nothing of it. */
const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

/**
 * Reads `postgres://USER:PASSWORD@HOST:PORT/DATABASE?…`; several hosts may be given with commas between them.
 * @throws TitoError `usage`, which never quotes what might be a password
 */
export function readDatabaseUrl(text: string): DatabaseUrl {
  const authority = /^postgres(?:ql)?:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
  const hosts = authority.slice(authority.lastIndexOf('@') + 1);
  const [first = ''] = hosts.split(',');
  // Several hosts are no URL to the platform; the driver takes them.
  const plain = text.replace(hosts, first);
  const url = URL.canParse(plain) ? new URL(plain) : null;
  if (!url || !isDatabaseUrl(text)) throw refusal('This is no address of a database');
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(decoded);
  if (user === undefined || password === undefined || database === undefined)
    throw refusal('A percent sign in the address of the database stands for nothing');
  if (database === '' || database.includes('/')) throw refusal('The address names no database');
  for (const name of url.searchParams.keys()) {
    if (!PARAMETERS.includes(name))
      throw refusal(`The address of a database takes ${PARAMETERS.join(', ')} as parameters, and no others`);
  }
  const mode = url.searchParams.get('sslmode');
  if (mode !== null && !SSL_MODES.includes(mode))
    throw refusal(`'sslmode' in the address of a database is one of ${SSL_MODES.join(', ')}`);
  const name = user === '' ? '' : `${encodeURIComponent(user)}@`;
  return {
    text,
    place: `postgres://${name}${hosts}/${encodeURIComponent(database)}`,
    user,
    database,
    connections: connectionsOf(url.searchParams.get('max')),
  };
}

/** The same address with a password, where it has none. @throws TitoError as `readDatabaseUrl` */
export function withPassword(text: string, password: string): string {
  const { user } = readDatabaseUrl(text);
  const [, scheme = '', login = '', rest = ''] = /^(\w+:\/\/)(?:([^/?#]*)@)?(.*)$/s.exec(text) ?? [];
  if (user === '') throw refusal('An address without a user has no password');
  return login.includes(':') ? text : `${scheme}${login}:${encodeURIComponent(password)}@${rest}`;
}

function connectionsOf(word: string | null): number | null {
  if (word === null) return null;
  const count = Number(word);
  if (/^\d+$/.test(word) && count >= 1 && count <= MOST_CONNECTIONS) return count;
  throw refusal(`'max' in the address of a database is a whole number from 1 to ${MOST_CONNECTIONS}`);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const refusal = (message: string) =>
  new TitoError('usage', {
    message: `${message}. It looks like postgres://USER:PASSWORD@HOST:5432/DATABASE, with %40 for an @ in a password.`,
    command: 'tito community serve',
  });
