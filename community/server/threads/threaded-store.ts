import type { Store } from '../../store.ts';
import { SharedRanks } from './shared-ranks.ts';
import type { WriterLink } from './writer-link.ts';

/**
 * A store whose reads are answered in this thread, by a connection that only reads, and whose writes are done by the
 * writer's thread. A write that is answered is seen by the reads that follow.
 */
export function threadedStore(reads: Store, link: WriterLink): Store {
  // It never changes, and each request asks for it.
  let secret: Promise<Uint8Array> | null = null;
  const ranks = new SharedRanks(reads);
  link.beforeAnswers(() => ranks.forget());
  return {
    write: (kind, request) => link.write(kind, request),
    member: (id) => reads.member(id),
    memberByToken: (token_sha256, at) => reads.memberByToken(token_sha256, at),
    bests: (member_id) => reads.bests(member_id),
    members: (scope) => reads.members(scope),
    scopes: (kind) => reads.scopes(kind),
    countScopes: (kind) => reads.countScopes(kind),
    joined: (scope, from, to) => reads.joined(scope, from, to),
    passed: (scope, milestone, from, to) => reads.passed(scope, milestone, from, to),
    histogram: (scope, metric) => reads.histogram(scope, metric),
    rank: (scope, metric, value) => ranks.rank(scope, metric, value),
    page: (scope, metric, from, direction, limit) => reads.page(scope, metric, from, direction, limit),
    since: (scope, from_day, limit) => reads.since(scope, from_day, limit),
    submissions: (query) => reads.submissions(query),
    membersCalled: (handle) => reads.membersCalled(handle),
    moderations: (query) => reads.moderations(query),
    adminToken: () => reads.adminToken(),
    class: (id) => reads.class(id),
    classByToken: (admin_sha256) => reads.classByToken(admin_sha256),
    roster: (class_id, from, limit) => reads.roster(class_id, from, limit),
    submission: (id) => reads.submission(id),
    submissionsOf: (member_id) => reads.submissionsOf(member_id),
    usedOn: (member_id, kind, day) => reads.usedOn(member_id, kind, day),
    document: (submission_id) => reads.document(submission_id),
    secret: () => {
      secret ??= reads.secret();
      return secret;
    },
    version: () => reads.version(),
    close: async () => {
      link.disconnect();
      await reads.close();
    },
  };
}
