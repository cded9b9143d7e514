import { TitoError } from '../../src/errors.ts';
import { lockRegistry } from '../server/registry-lock.ts';
import { readDatabaseUrl } from '../store/postgres/database-url.ts';
import { openingError } from '../store/postgres/failures.ts';
import { Pool } from '../store/postgres/pool.ts';
import { prepareSchema } from '../store/postgres/prepare-schema.ts';
import { Session } from '../store/postgres/session.ts';
import { hasSameClasses, isSame } from './compare.ts';
import { hasSameTallies, recount } from './compare-counts.ts';
import { openSource, type Source } from './source.ts';
import { beginStatements, finishStatements, LOOK, moveStatements, type Transfer } from './target.ts';

export interface MigrateOptions {
  /** The registry as an SQLite file; it is left as it is. */
  file: string;
  /** Of the Postgres database. */
  url: string;
  /** Of this process, for whoever wonders who holds the file. */
  pid: number;
  /** Milliseconds since 1970. */
  now: number;
  /** Hears how many members are there, of how many. */
  onProgress: (moved: number, members: number) => void;
  /** Ends it between two batches; the next run goes on from there. */
  signal: AbortSignal;
}

export interface Migrated {
  /** `interrupted`: some of it is there, and the next run goes on. */
  kind: 'moved' | 'interrupted';
  members: number;
  /** Counts that a recount of the rows confirmed. */
  counts: number;
}

/** A recount of a million members takes its time. */
const RECOUNT_MS = 600_000;

/**
 * Moves a registry from its file into a Postgres database, member by member with all that is theirs, and checks every
 * row and every count at the end. How far it has come is kept in the database, in the transaction of what was moved:
 * after an interruption at any moment the same call goes on.
 *
 * @throws TitoError `registry_in_use` for a file that is served; `registry_unusable` for a database with members of its
 *   own, `registry_unreachable`, `registry_newer`, `usage`
 */
export async function migrateRegistry(options: MigrateOptions): Promise<Migrated> {
  const { file, url, pid, now } = options;
  const address = readDatabaseUrl(url);
  await using opened = new AsyncDisposableStack();
  // Whether it is a registry at all; what is moved is what is there once nobody serves it.
  openSource(file).close();
  opened.defer(lockRegistry(file, pid, now));
  const source = openSource(file);
  opened.defer(source.close);
  try {
    await prepareSchema(url);
    const session = await Session.open(url);
    opened.defer(() => session.close());
    const pool = new Pool(url, {
      connections: 4,
      most_waiting: 100,
      limit_ms: RECOUNT_MS,
      onTrouble: () => {},
    });
    opened.defer(() => pool.close());
    const after = await begin(session, source, address.place);
    if (!(await move(session, source, after, options)))
      return { kind: 'interrupted', members: source.members, counts: 0 };
    const counts = await check(pool, source, address.place);
    await session.transaction([], () => finishStatements(source));
    return { kind: 'moved', members: source.members, counts };
  } catch (cause) {
    throw openingError(cause, address);
  }
}

/** @returns the number of the last member that is there already */
async function begin(session: Session, source: Source, place: string): Promise<number> {
  let after = 0;
  await session.transaction(LOOK, ([transfers, counted, made]) => {
    // The columns that LOOK asks for first, which the driver can't know.
    const [transfer] = (transfers ?? []) as unknown as Transfer[];
    const members = Number(counted?.[0]?.n ?? 0);
    const classes = Number(made?.[0]?.n ?? 0);
    const refuse = (reason: string, hint: string) => {
      throw new TitoError('registry_unusable', { registry: place, reason, hint });
    };
    if (transfer?.is_done && transfer.source_sha256 === source.fingerprint)
      refuse(
        'this registry was moved into it before',
        'Serve it: tito community serve --database postgres://…',
      );
    if (transfer ? transfer.source_sha256 !== source.fingerprint || transfer.is_done : members > 0)
      refuse(`it has ${members} members of its own`, 'It was left as it is. Name an empty database.');
    if (!transfer && classes > 0)
      refuse(`it has ${classes} classes of its own`, 'It was left as it is. Name an empty database.');
    if (transfer?.source_version === source.version) {
      after = transfer.last_number;
      return [];
    }
    return beginStatements(source);
  });
  return after;
}

/** @returns false where it was interrupted */
async function move(
  session: Session,
  source: Source,
  begun: number,
  { signal, onProgress }: MigrateOptions,
): Promise<boolean> {
  for (let after = begun; ; ) {
    const moved = source.next(after);
    const last = moved.at(-1)?.member.number;
    if (last === undefined) return true;
    if (signal.aborted) return false;
    const from = after;
    await session.transaction([], () => moveStatements(moved, source, from));
    after = last;
    onProgress(source.countUpTo(after), source.members);
  }
}

/** @returns how many counts there are */
async function check(pool: Pool, source: Source, place: string): Promise<number> {
  const differs = (what: string) => {
    const reason = `${what} what they are in the file`;
    const hint =
      'Somebody wrote to one of them meanwhile. Drop the schema `tito` there and begin again: DROP SCHEMA tito CASCADE.';
    return new TitoError('registry_unusable', { registry: place, reason, hint });
  };
  for (let after = 0; ; ) {
    const moved = source.next(after);
    if (moved.length === 0) break;
    if (!(await isSame(pool, moved))) throw differs('its members are not');
    after = moved.at(-1)?.member.number ?? after;
  }
  if (!(await hasSameClasses(pool, source))) throw differs('its classes are not');
  const { counts, wrong } = await recount(pool);
  if (wrong > 0) throw differs(`${wrong} of its counts are not`);
  if (!(await hasSameTallies(pool, source))) throw differs('its counts are not');
  return counts;
}
