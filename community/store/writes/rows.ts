import type { SubmissionKind } from '../../../src/schema/community/submission.ts';
import type { Class } from '../../class-writes.ts';
import type { Moderation } from '../../moderation-writes.ts';
import type { Best, Member, Submission, Writes } from '../../store.ts';
import type { Differences } from '../differences.ts';
import type { Bucket } from '../token-bucket.ts';

/** A submission, and whether its status is a moderator's word. */
export type StoredSubmission = Submission & { vouched: boolean };

/**
 * The rows of a registry as one transaction sees and changes them: what the writes do is said once, whatever keeps the
 * rows. A change is seen by the reads after it.
 */
export interface Rows {
  member: (id: string) => Member | null;
  /** Whose token it is or was; null where it is nobody's. */
  ownerOfToken: (token_sha256: string) => string | null;
  /** In the order of METRICS. */
  bests: (member_id: string) => Best[];
  submission: (id: string) => Submission | null;
  submissionBySamples: (samples_sha256: string) => Submission | null;
  submissionsOf: (member_id: string) => Submission[];
  /** Those of the same code, flagged ones included. */
  submissionsOfSubject: (subject: Submission) => StoredSubmission[];
  /** How many of one kind a member made on a day (UTC). */
  usedOn: (member_id: string, kind: SubmissionKind, day: number) => number;
  /** What an idempotency key was used for. */
  sentWith: (member_id: string, key: string) => { request_sha256: string; submission_id: string } | null;
  bucket: (key: string) => Bucket | null;
  classOf: (id: string) => Class | null;
  classByCode: (code_sha256: string) => Class | null;
  classByToken: (admin_sha256: string) => Class | null;

  /** Gives the next number. */
  addMember: (request: Writes['join']['request'], class_id: string | null) => Member;
  changeMember: (member: Member) => void;
  /** Everything that hangs on the member goes with it. */
  removeMember: (member: Member) => void;
  /** The token that the member had works until then; it may be one that the member had before. */
  giveToken: (member: Member, token_sha256: string, former_until: number) => void;
  addSubmission: (
    submission: Submission,
    request: Pick<Writes['submit']['request'], 'document' | 'key' | 'request_sha256'>,
  ) => void;
  /** @param word of a moderator; null where it follows from the other runs */
  setStatus: (
    submission: Submission,
    status: Submission['status'],
    word: { vouched: boolean; reason: string | null } | null,
  ) => void;
  /** Takes the document and the idempotency keys with it. */
  removeSubmission: (submission: Submission) => void;
  /** Writes down what a moderator did. */
  note: (done: Omit<Moderation, 'number'>) => void;
  /** Takes the place of the one before. */
  appoint: (admin_sha256: string) => void;
  saveBests: (member_id: string, before: readonly Best[], after: readonly Best[]) => void;
  /** Adds it, or takes the place of the one with this id. */
  saveClass: (made: Class) => void;
  /** @param full_at from when on it is like one that never was */
  saveBucket: (key: string, bucket: Bucket, full_at: number) => void;
  purge: (at: number) => void;
}

/** What the writes of one transaction share. */
export interface Transaction {
  rows: Rows;
  /** What becomes of the counts; saved once, at the end. */
  differences: Pick<Differences, 'add'>;
  /** Whether somebody could see a difference. */
  isVisible: boolean;
}
