import { systemReason, TitoError } from '../../../src/errors.ts';
import type { DatabaseUrl } from './database-url.ts';

/** What an error of the driver or the database comes from. */
type Cause =
  /** The connection is gone or could not be made; another one may work. */
  | 'lost'
  /** Another transaction was in the way; the same again may work. */
  | 'again'
  /** The database has no room for it now: connections, memory, disk, time. */
  | 'full'
  /** Who asks may not, or what is asked for is not there. */
  | 'refused'
  /** What was asked is wrong; nothing else is said by it. */
  | 'other';

interface Known {
  cause: Cause;
  reason: string;
  hint: string;
}

const LATER = 'Try again in a moment; nothing was changed.';
const ADDRESS = 'Check that it runs and that the address, port and firewall are right.';

const CHANGED: Known = {
  cause: 'refused',
  reason: 'its tables are of another version of tito',
  hint: 'Serve it with that version.',
};

const UNENCRYPTED: Known = {
  cause: 'refused',
  reason: 'it takes encrypted connections only, or this user not at all from here',
  hint: 'Add ?sslmode=require to the address of the database, or let the user in: pg_hba.conf.',
};

const NO_TLS: Known = {
  cause: 'lost',
  reason: 'it ended the connection instead of encrypting it',
  hint: 'Turn TLS on there, or leave ?sslmode= out where the way to it is safe.',
};

const GONE: Known = {
  cause: 'refused',
  reason: 'a table of the registry is gone',
  hint: 'Put a backup in its place.',
};

/** SQLSTATEs of Postgres (its manual, appendix A): whole codes, then classes. */
const STATES: Readonly<Record<string, Known>> = {
  '28P01': {
    cause: 'refused',
    reason: 'its password is not the right one',
    hint: 'Correct the password in --database; an @ in it is written %40.',
  },
  '28000': {
    cause: 'refused',
    reason: 'it does not let this user in from here',
    hint: 'Correct the user in --database, or let it in: pg_hba.conf.',
  },
  '3D000': {
    cause: 'refused',
    reason: 'there is no such database',
    hint: 'Make it first, such as with createdb NAME.',
  },
  '42501': {
    cause: 'refused',
    reason: 'its user may not do that',
    hint: 'The user has to own the database, or the schema `tito` in it: GRANT CREATE ON DATABASE NAME TO USER.',
  },
  '42P01': GONE,
  '3F000': GONE,
  '42703': CHANGED,
  '42883': CHANGED,
  '25006': {
    cause: 'full',
    reason: 'it can only be read now: it is a standby',
    hint: 'Name the primary, or all hosts with ?target_session_attrs=read-write.',
  },
  '40001': { cause: 'again', reason: 'others write the same', hint: LATER },
  '40P01': { cause: 'again', reason: 'others write the same', hint: LATER },
  '23505': { cause: 'again', reason: 'others write the same', hint: LATER },
  '53300': {
    cause: 'full',
    reason: 'it has no connection left',
    hint: 'Raise its max_connections, or lower ?max= of the servers.',
  },
  '53100': { cause: 'full', reason: 'its disk is full', hint: 'Make room there.' },
  '57014': { cause: 'full', reason: 'it takes too long', hint: LATER },
  '25P03': { cause: 'lost', reason: 'it ended a transaction that took too long', hint: LATER },
  '57P01': { cause: 'lost', reason: 'it is being stopped', hint: ADDRESS },
  '57P02': { cause: 'lost', reason: 'it broke down', hint: ADDRESS },
  '57P03': { cause: 'lost', reason: 'it is starting up', hint: LATER },
  '08': { cause: 'lost', reason: 'the connection broke', hint: ADDRESS },
  '53': { cause: 'full', reason: 'it has no room left', hint: LATER },
  '55': { cause: 'full', reason: 'it is locked', hint: LATER },
  '58': { cause: 'full', reason: 'its disk fails', hint: 'Look at its disk and its log.' },
  XX: { cause: 'full', reason: 'its files are damaged', hint: 'Look at its log; put a backup in its place.' },
};

/** Codes of the driver and of the system. */
const OF_THE_CONNECTION: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOENT: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of its host is not known now',
  ETIMEDOUT: 'there is no answer',
  EHOSTUNREACH: 'there is no way to its host',
  ENETUNREACH: 'there is no way to its host',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  CONNECT_TIMEOUT: 'there is no answer',
  CONNECTION_CLOSED: 'the connection broke',
  CONNECTION_ENDED: 'the connection was closed',
  CONNECTION_DESTROYED: 'the connection was closed',
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? `${error.code}` : '';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

function known(error: unknown): Known | null {
  const code = codeOf(error);
  // Both codes have other reasons as well, which only the message tells apart: Postgres', and Node's.
  if (code === '28000' && /, (?:no encryption|SSL off)$/.test(messageOf(error))) return UNENCRYPTED;
  if (code === 'ECONNRESET' && messageOf(error).includes('before secure TLS connection')) return NO_TLS;
  const reason = OF_THE_CONNECTION[code];
  if (reason !== undefined) return { cause: 'lost', reason, hint: ADDRESS };
  if (/^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code)) {
    const hint =
      'Check its certificate, and that the address has the name in it; one of your own: NODE_EXTRA_CA_CERTS=FILE.';
    return { cause: 'refused', reason: `it is not encrypted as it should be (${code})`, hint };
  }
  // A server that ends a connection without a word while it is made: it is starting or going down.
  return STATES[code] ?? STATES[code.slice(0, 2)] ?? null;
}

export const causeOf = (error: unknown): Cause => known(error)?.cause ?? 'other';

/** Seconds after which it makes sense to ask again. */
const RETRY_S = { lost: 2, full: 2, again: 1, refused: 10, other: 10 } as const;

export const busy = (reason: string, retry_after_s: number, cause?: unknown): TitoError =>
  new TitoError('busy', { reason, retry_after_s: `${retry_after_s}` }, cause);

/** Why a request can't be answered now, as it is told to whoever asks; what is no matter of the database's stays. */
export function refusalOf(error: unknown): unknown {
  if (error instanceof TitoError) return error;
  const found = known(error);
  if (found === null) return error;
  return busy('its database does not answer', RETRY_S[found.cause], error);
}

/** Why, for the log and for people who run it; null for what is no matter of the database's. Never with a password. */
export const reasonOf = (error: unknown): string | null => known(error)?.reason ?? null;

/** What keeps a database from being opened. */
export function openingError(error: unknown, { place }: DatabaseUrl): unknown {
  if (error instanceof TitoError) return error;
  const found = known(error);
  if (found?.cause === 'lost') {
    const details = { registry: place, reason: found.reason, hint: found.hint };
    return new TitoError('registry_unreachable', details, error);
  }
  const reason = found?.reason ?? `it says: ${systemReason(error)}`;
  const hint = found?.hint ?? 'Look at the log of the database.';
  return new TitoError('registry_unusable', { registry: place, reason, hint }, error);
}
