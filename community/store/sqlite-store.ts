import type { Outcome, Store, Write, WriteKind, Writes } from '../store.ts';
import { applyAll } from './sqlite/apply-batch.ts';
import { classByToken, classOf, rosterOf } from './sqlite/classes.ts';
import {
  countScopes,
  histogramOf,
  histogramSince,
  joinedBetween,
  membersOf,
  passedBetween,
  rankOf,
  scopesOfKind,
} from './sqlite/counts.ts';
import { createErasure } from './sqlite/erasure.ts';
import { bestsOfMember, memberByToken, memberOf } from './sqlite/members.ts';
import { secretOf, versionOf } from './sqlite/meta.ts';
import { adminTokenOf, latestSubmissions, membersCalled, moderationsOf } from './sqlite/moderation.ts';
import { openDatabase } from './sqlite/open-database.ts';
import { standingsOf, standingsSince } from './sqlite/standings.ts';
import { createStatements } from './sqlite/statements.ts';
import { explained } from './sqlite/storage-error.ts';
import { documentOf, submissionOf, submissionsOfMember, usedOn } from './sqlite/submissions.ts';

export interface SqliteStore extends Store {
  /**
   * All writes in one transaction, so that one flush of the disk pays for all of them; each sees what those before it
   * did. When it returns they are on disk.
   *
   * @throws what went wrong, such as an error of SQLite's with its `errcode`: then none of the writes was done
   */
  applyBatch: (writes: readonly Write[]) => Outcome[];
}

/**
 * A store in one file. Several processes may have it open at once: nothing is remembered between two transactions.
 *
 * @param options.readOnly for reads beside another connection that writes
 * @param options.busy_ms how long a write waits for another process; 5 s where it is not said
 * @throws TitoError `registry_unusable`, `registry_newer`; later on `registry_unusable` where the file or its disk fails
 */
export function openSqliteStore(
  file: string,
  options: { readOnly?: boolean; busy_ms?: number } = {},
): SqliteStore {
  const { readOnly = false, busy_ms = 5000 } = options;
  const database = openDatabase(file, { readOnly, busy_ms });
  const db = createStatements(database);
  const erasure = readOnly ? null : createErasure(database, file, busy_ms);

  const applyBatch = (writes: readonly Write[]): Outcome[] => {
    const { outcomes, hasDeleted } = applyAll(db, writes);
    if (hasDeleted) erasure?.begin();
    return outcomes;
  };
  const explaining = async <T>(inside: () => T | Promise<T>): Promise<T> => {
    try {
      return await inside();
    } catch (cause) {
      throw explained(cause, file);
    }
  };
  /** What several statements of one answer see is one state of the store. */
  const read = <T>(inside: () => T): Promise<T> => explaining(() => db.transaction('read', inside));

  return {
    applyBatch,
    write: <K extends WriteKind>(kind: K, request: Writes[K]['request']) =>
      explaining(async () => {
        const [outcome] = applyBatch([{ kind, request } as Write]);
        await erasure?.done();
        return outcome as Outcome<K>;
      }),
    member: (id) => explaining(() => memberOf(db, id)),
    memberByToken: (token_sha256, at) => read(() => memberByToken(db, token_sha256, at)),
    bests: (member_id) => explaining(() => bestsOfMember(db, member_id)),
    members: (scope) => explaining(() => membersOf(db, scope)),
    scopes: (kind) => explaining(() => scopesOfKind(db, kind)),
    countScopes: (kind) => explaining(() => countScopes(db, kind)),
    joined: (scope, from_day, to_day) => explaining(() => joinedBetween(db, scope, from_day, to_day)),
    passed: (scope, milestone, from_day, to_day) =>
      explaining(() => passedBetween(db, scope, milestone, from_day, to_day)),
    histogram: (scope, metric) => explaining(() => histogramOf(db, scope, metric)),
    rank: (scope, metric, value) => explaining(() => rankOf(db, scope, metric, value)),
    page: (scope, metric, from, direction, limit) =>
      explaining(() => standingsOf(db, scope, metric, from, direction, limit)),
    since: (scope, from_day, limit) =>
      read(() => {
        const histogram = histogramSince(db, scope, from_day);
        const progress = histogram.map(({ value }) => value);
        return {
          members: histogram.reduce((total, { members }) => total + members, 0),
          histogram,
          standings: standingsSince(db, scope, progress, from_day, limit),
        };
      }),
    class: (id) => explaining(() => classOf(db, id)),
    classByToken: (admin_sha256) => explaining(() => classByToken(db, admin_sha256)),
    roster: (class_id, from, limit) => explaining(() => rosterOf(db, class_id, from, limit)),
    submissions: (query) => explaining(() => latestSubmissions(db, query)),
    membersCalled: (handle) => explaining(() => membersCalled(db, handle)),
    moderations: (query) => explaining(() => moderationsOf(db, query)),
    adminToken: () => explaining(() => adminTokenOf(db)),
    submission: (id) => explaining(() => submissionOf(db, id)),
    submissionsOf: (member_id) => explaining(() => submissionsOfMember(db, member_id)),
    usedOn: (member_id, kind, day) => explaining(() => usedOn(db, member_id, kind, day)),
    document: (submission_id) => explaining(() => documentOf(db, submission_id)),
    secret: () => explaining(() => secretOf(db)),
    version: () => explaining(() => versionOf(db)),
    close: async () => {
      await erasure?.finish();
      database.close();
    },
  };
}
