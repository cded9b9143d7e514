import type { Outcome, Store, Write } from '../store.ts';
import { classByToken, classOf, rosterOf } from './postgres/classes.ts';
import { countScopes, joinedBetween, passedBetween, scopesOfKind, secretOf } from './postgres/counts.ts';
import { readDatabaseUrl } from './postgres/database-url.ts';
import { GroupCommit } from './postgres/group-commit.ts';
import { memberOf } from './postgres/members.ts';
import { adminTokenOf, latestSubmissions, membersCalled, moderationsOf } from './postgres/moderation.ts';
import { Pool } from './postgres/pool.ts';
import { prepareSchema } from './postgres/prepare-schema.ts';
import { questionsTo } from './postgres/questions.ts';
import { refuseUnfinished } from './postgres/refuse-unfinished.ts';
import { sinceDay } from './postgres/since.ts';
import { standingsOf } from './postgres/standings.ts';
import { documentOf, submissionOf, submissionsOfMember, usedOn } from './postgres/submissions.ts';

export interface PostgresStore extends Store {
  /**
   * All writes in one transaction, or none of them; each sees what those before it did. A purge among them ends one
   * transaction and begins another.
   */
  applyBatch: (writes: readonly Write[]) => Promise<Outcome[]>;
  /** Writes that are not answered yet and are not under way. */
  waiting: () => number;
}

export interface PostgresOptions {
  /** Connections for questions; writes have one of their own. 10 where neither this nor `?max=` says another. */
  connections?: number;
  /** Longest wait for an answer, that for a connection included. */
  limit_ms?: number;
  /** Questions, and writes, that may wait before more are refused. */
  most_waiting?: number;
  /** Hears of each transaction: its writes, and seconds until it is on disk. */
  onCommit?: (size: number, seconds: number) => void;
  /** Hears why the database can't be used, in words without any secret. */
  onTrouble?: (reason: string) => void;
}

const CONNECTIONS = 10;
const LIMIT_MS = 10_000;
const MOST_WAITING = 20_000;

/**
 * A store in a Postgres database, which any number of processes may have open at once: nothing is remembered between
 * two transactions.
 *
 * @param url `postgres://USER:PASSWORD@HOST:PORT/DATABASE`
 * @throws TitoError `registry_unreachable`, `registry_unusable`, `registry_newer`, `usage`; later on `busy` where the
 *   database does not answer, or too many wait for it
 */
export async function openPostgresStore(url: string, options: PostgresOptions = {}): Promise<PostgresStore> {
  const address = readDatabaseUrl(url);
  await prepareSchema(url);
  await refuseUnfinished(url);
  const { most_waiting = MOST_WAITING, onCommit = () => {}, onTrouble = () => {} } = options;
  const pool = new Pool(url, {
    connections: options.connections ?? address.connections ?? CONNECTIONS,
    most_waiting,
    limit_ms: options.limit_ms ?? LIMIT_MS,
    onTrouble,
  });
  const questions = questionsTo(pool, most_waiting);
  const writer = new GroupCommit(url, { most_waiting, onCommit, onTrouble });
  // It never changes, and each request asks for it.
  let secret: Promise<Uint8Array> | null = null;
  return {
    applyBatch: (writes) => writer.applyTogether(writes),
    waiting: () => writer.waiting,
    write: (kind, request) => writer.write(kind, request),
    member: (id) => memberOf(pool, id),
    memberByToken: questions.memberByToken,
    bests: questions.bests,
    members: questions.members,
    scopes: (kind) => scopesOfKind(pool, kind),
    countScopes: (kind) => countScopes(pool, kind),
    joined: (scope, from_day, to_day) => joinedBetween(pool, scope, from_day, to_day),
    passed: (scope, milestone, from_day, to_day) => passedBetween(pool, scope, milestone, from_day, to_day),
    histogram: questions.histogram,
    rank: questions.rank,
    page: (scope, metric, from, direction, limit) => standingsOf(pool, scope, metric, from, direction, limit),
    since: (scope, from_day, limit) => sinceDay(pool, scope, from_day, limit),
    class: (id) => classOf(pool, id),
    classByToken: (admin_sha256) => classByToken(pool, admin_sha256),
    roster: (class_id, from, limit) => rosterOf(pool, class_id, from, limit),
    submissions: (query) => latestSubmissions(pool, query),
    membersCalled: (handle) => membersCalled(pool, handle),
    moderations: (query) => moderationsOf(pool, query),
    adminToken: () => adminTokenOf(pool),
    submission: (id) => submissionOf(pool, id),
    submissionsOf: (member_id) => submissionsOfMember(pool, member_id),
    usedOn: (member_id, kind, day) => usedOn(pool, member_id, kind, day),
    document: (submission_id) => documentOf(pool, submission_id),
    secret: () => {
      secret ??= secretOf(pool).catch((cause: unknown) => {
        secret = null;
        throw cause;
      });
      return secret;
    },
    version: questions.version,
    close: async () => {
      await writer.close();
      await pool.close();
    },
  };
}
