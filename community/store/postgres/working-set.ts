import type { Class } from '../../class-writes.ts';
import { dayOf } from '../../contributions.ts';
import type { Moderation } from '../../moderation-writes.ts';
import type { Best, Member, Submission, Writes } from '../../store.ts';
import { newMember } from '../changed-member.ts';
import type { Bucket } from '../token-bucket.ts';
import type { Rows, StoredSubmission } from '../writes/rows.ts';

export interface FormerToken {
  token_sha256: string;
  member_id: string;
  until: number;
}
export interface Sent {
  member_id: string;
  key: string;
  request_sha256: string;
  submission_id: string;
}
export type StoredBucket = Bucket & { key: string };
export type StoredBest = Best & { member_id: string };

/** The rows that some writes are about, as they are in the database. */
export interface Loaded {
  members: readonly Member[];
  owners: readonly { token_sha256: string; member_id: string }[];
  bests: readonly StoredBest[];
  submissions: readonly StoredSubmission[];
  sent: readonly Sent[];
  buckets: readonly StoredBucket[];
  classes: readonly Class[];
}

/** For writes that are about nothing that is there. */
export const NOTHING_LOADED: Loaded = {
  ...{ members: [], owners: [], bests: [], submissions: [], sent: [], buckets: [], classes: [] },
};

/** What differs in the database after some writes. Deletions come first: what is deleted may be made anew. */
export interface Changes {
  members: { gone: string[]; changed: Member[]; joined: Member[] };
  /** How many numbers were given, also to those who left at once. */
  numbers: number;
  formerTokens: { gone: string[]; given: FormerToken[] };
  submissions: {
    gone: string[];
    changed: StoredSubmission[];
    received: { submission: StoredSubmission; document: Uint8Array }[];
  };
  sent: (Sent & { at: number })[];
  bests: { gone: { member_id: string; metric: Best['metric'] }[]; held: StoredBest[] };
  buckets: (StoredBucket & { full_at: number })[];
  /** New ones, and those that changed. */
  classes: Class[];
  /** What moderators did, in this order. */
  moderations: Omit<Moderation, 'number'>[];
  /** Hash of the token that moderators have from now on; null where it stays. */
  admin_sha256: string | null;
}

const keyOf = (member_id: string, key: string) => `${member_id} ${key}`;

/**
 * The rows of a transaction in memory. What the writes do to them is done here, one after the other, and sent to the
 * database in sum: as few statements for a hundred writes as for one.
 *
 * Who joins has no number yet: the first of a transaction has -1, the next -2, until the database gives the numbers.
 */
export class WorkingSet implements Rows {
  readonly #members: Map<string, Member>;
  readonly #owners: Map<string, string>;
  readonly #bests: Map<string, readonly Best[]>;
  readonly #submissions: Map<string, StoredSubmission>;
  readonly #sent: Map<string, Sent & { at?: number }>;
  readonly #buckets: Map<string, Bucket>;
  readonly #classes: Map<string, Class>;
  readonly #savedClasses = new Set<string>();
  #moderations: Changes['moderations'] = [];
  #admin_sha256: string | null = null;
  /** What the database has and would still have if nothing else were deleted. */
  readonly #was: {
    members: Map<string, Member>;
    bests: Map<string, readonly Best[]>;
    submissions: Map<string, StoredSubmission>;
  };
  readonly #goneMembers: string[] = [];
  readonly #goneSubmissions: string[] = [];
  readonly #formerTokens = new Map<string, FormerToken | null>();
  readonly #documents = new Map<string, Uint8Array>();
  readonly #full_at = new Map<string, number>();
  #numbers = 0;

  constructor(loaded: Loaded) {
    const members = loaded.members.map((member) => [member.id, member] as const);
    const submissions = loaded.submissions.map((each) => [each.id, each] as const);
    const bests = Map.groupBy(loaded.bests, ({ member_id }) => member_id);
    this.#members = new Map(members);
    this.#owners = new Map(loaded.owners.map(({ token_sha256, member_id }) => [token_sha256, member_id]));
    this.#bests = new Map(bests);
    this.#submissions = new Map(submissions);
    this.#sent = new Map(loaded.sent.map((each) => [keyOf(each.member_id, each.key), each]));
    this.#buckets = new Map(loaded.buckets.map(({ key, level, at }) => [key, { level, at }]));
    this.#classes = new Map(loaded.classes.map((each) => [each.id, each]));
    this.#was = { members: new Map(members), bests: new Map(bests), submissions: new Map(submissions) };
  }

  member = (id: string): Member | null => this.#members.get(id) ?? null;
  ownerOfToken = (token_sha256: string): string | null => this.#owners.get(token_sha256) ?? null;
  bests = (member_id: string): Best[] =>
    (this.#bests.get(member_id) ?? []).map(({ metric, value, at, submission_id }) => ({
      ...{ metric, value, at, submission_id },
    }));
  submission = (id: string): Submission | null => plain(this.#submissions.get(id) ?? null);
  submissionBySamples = (samples_sha256: string): Submission | null =>
    plain([...this.#submissions.values()].find((each) => each.samples_sha256 === samples_sha256) ?? null);
  submissionsOf = (member_id: string): StoredSubmission[] =>
    [...this.#submissions.values()].filter((each) => each.member_id === member_id);
  submissionsOfSubject = ({ member_id, kind, subject_sha256 }: Submission): StoredSubmission[] =>
    this.submissionsOf(member_id).filter(
      (each) => each.kind === kind && each.subject_sha256 === subject_sha256,
    );
  usedOn = (member_id: string, kind: Submission['kind'], day: number): number =>
    this.submissionsOf(member_id).filter((each) => each.kind === kind && dayOf(each.received_at) === day)
      .length;
  sentWith = (member_id: string, key: string): Sent | null => this.#sent.get(keyOf(member_id, key)) ?? null;
  bucket = (key: string): Bucket | null => this.#buckets.get(key) ?? null;
  classOf = (id: string): Class | null => this.#classes.get(id) ?? null;
  classByCode = (hash: string): Class | null =>
    [...this.#classes.values()].find((each) => each.code_sha256 === hash) ?? null;
  classByToken = (hash: string): Class | null =>
    [...this.#classes.values()].find((each) => each.admin_sha256 === hash) ?? null;

  addMember(request: Writes['join']['request'], class_id: string | null): Member {
    const member = newMember(request, -++this.#numbers, class_id);
    this.#members.set(member.id, member);
    this.#owners.set(member.token_sha256, member.id);
    return member;
  }

  changeMember(member: Member): void {
    this.#members.set(member.id, member);
  }

  removeMember({ id }: Member): void {
    this.#members.delete(id);
    if (this.#was.members.delete(id)) this.#goneMembers.push(id);
    this.#bests.delete(id);
    this.#was.bests.delete(id);
    for (const [token, owner] of this.#owners) if (owner === id) this.#owners.delete(token);
    for (const [token, former] of this.#formerTokens)
      if (former?.member_id === id) this.#formerTokens.set(token, null);
    for (const submission of this.submissionsOf(id)) {
      this.#submissions.delete(submission.id);
      // The database deletes what hangs on the member.
      this.#was.submissions.delete(submission.id);
    }
    this.#moderations = this.#moderations.filter(({ member_id }) => member_id !== id);
    for (const [key, { member_id }] of this.#sent) if (member_id === id) this.#sent.delete(key);
  }

  giveToken(member: Member, token_sha256: string, until: number): void {
    this.#formerTokens.set(token_sha256, null);
    const former = { token_sha256: member.token_sha256, member_id: member.id, until };
    this.#formerTokens.set(former.token_sha256, former);
    this.#owners.set(token_sha256, member.id);
    this.#members.set(member.id, { ...member, token_sha256 });
  }

  addSubmission(
    submission: Submission,
    { document, key, request_sha256 }: Parameters<Rows['addSubmission']>[1],
  ): void {
    const { id, member_id, received_at: at } = submission;
    this.#submissions.set(id, { ...submission, vouched: false });
    this.#documents.set(id, document);
    this.#sent.set(keyOf(member_id, key), { member_id, key, request_sha256, submission_id: id, at });
  }

  setStatus({ id }: Submission, ...[status, word]: RestOfSetStatus): void {
    const before = this.#submissions.get(id);
    if (before) this.#submissions.set(id, { ...before, status, ...word });
  }

  removeSubmission({ id }: Submission): void {
    this.#submissions.delete(id);
    if (this.#was.submissions.delete(id)) this.#goneSubmissions.push(id);
    for (const [key, { submission_id }] of this.#sent) if (submission_id === id) this.#sent.delete(key);
  }

  saveBests(member_id: string, _before: readonly Best[], after: readonly Best[]): void {
    this.#bests.set(member_id, after);
  }

  saveBucket(key: string, bucket: Bucket, full_at: number): void {
    this.#buckets.set(key, bucket);
    this.#full_at.set(key, full_at);
  }

  note(done: Omit<Moderation, 'number'>): void {
    this.#moderations.push(done);
  }

  appoint(admin_sha256: string): void {
    this.#admin_sha256 = admin_sha256;
  }

  saveClass(made: Class): void {
    this.#classes.set(made.id, made);
    this.#savedClasses.add(made.id);
  }

  purge(): void {
    throw new Error('a purge is no matter of single rows');
  }

  changes(): Changes {
    const members = [...this.#members.values()];
    const submissions = [...this.#submissions.values()];
    return {
      members: {
        gone: this.#goneMembers,
        joined: members.filter(({ id }) => !this.#was.members.has(id)),
        changed: members.filter((each) => isAnother(each, this.#was.members.get(each.id))),
      },
      numbers: this.#numbers,
      formerTokens: {
        gone: [...this.#formerTokens.keys()],
        given: [...this.#formerTokens.values()].filter((former) => former !== null),
      },
      submissions: {
        gone: this.#goneSubmissions,
        changed: submissions.filter((each) => isAnother(each, this.#was.submissions.get(each.id))),
        received: submissions
          .filter(({ id }) => !this.#was.submissions.has(id))
          .map((submission) => ({
            submission,
            document: this.#documents.get(submission.id) ?? new Uint8Array(),
          })),
      },
      sent: [...this.#sent.values()].flatMap((each) =>
        each.at === undefined ? [] : [{ ...each, at: each.at }],
      ),
      bests: this.#changedBests(),
      buckets: [...this.#full_at].map(([key, full_at]) => ({
        ...(this.#buckets.get(key) ?? { level: 0, at: 0 }),
        key,
        full_at,
      })),
      moderations: this.#moderations,
      admin_sha256: this.#admin_sha256,
      classes: [...this.#savedClasses].flatMap((id) => this.#classes.get(id) ?? []),
    };
  }

  #changedBests(): Changes['bests'] {
    const changes: Changes['bests'] = { gone: [], held: [] };
    for (const [member_id, after] of this.#bests) {
      const before = this.#was.bests.get(member_id) ?? [];
      if (before === after) continue;
      for (const { metric } of before) {
        if (!after.some((best) => best.metric === metric)) changes.gone.push({ member_id, metric });
      }
      for (const best of after) {
        const present = before.find(({ metric }) => metric === best.metric);
        if (present?.submission_id !== best.submission_id) changes.held.push({ ...best, member_id });
      }
    }
    return changes;
  }
}

type RestOfSetStatus = Parameters<Rows['setStatus']> extends [unknown, ...infer Rest] ? Rest : never;

const isAnother = (now: unknown, was: unknown) => was !== undefined && was !== now;

function plain(stored: StoredSubmission | null): Submission | null {
  if (stored === null) return null;
  const { vouched, ...submission } = stored;
  return submission;
}
