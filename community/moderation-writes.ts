import type { Submission } from './store.ts';

/** What a moderator may do to a run; `vouch` says that it was run again and is as it says. */
export type ModerationAction = 'flag' | 'unflag' | 'vouch' | 'remove';

/** What was done to a run, when and why. It goes when the member leaves. Times are ms since 1970. */
export interface Moderation {
  /** In the order in which it was done; never given twice. */
  number: number;
  at: number;
  action: ModerationAction;
  reason: string | null;
  member_id: string;
  submission_id: string;
  kind: Submission['kind'];
  /** When the run was submitted: of one that was removed nothing else is left. */
  received_at: number;
}

/** What changes how a run stands, beside the submissions themselves. */
export interface ModerationWrites {
  /**
   * A moderator's word: a flagged submission holds no rank and vouches for no other one. A word of `reproduced` stands
   * whatever becomes of the other runs; one of `unverified` takes the word back, and the other runs tell again.
   * The same word once more changes nothing, and is not written down again.
   */
  review: {
    request: {
      submission_id: string;
      status: Submission['status'];
      reason: string | null;
      at: number;
    };
    outcome: { kind: 'reviewed'; before: Submission; submission: Submission } | { kind: 'unknown' };
  };
  /** Why it was removed is kept, without the run. */
  remove: {
    request: { submission_id: string; reason: string; at: number };
    outcome: { kind: 'removed'; submission: Submission } | { kind: 'unknown' };
  };
  /** Makes this the token of whoever moderates; the former one stops. */
  appoint: {
    request: { admin_sha256: string };
    outcome: { kind: 'appointed' };
  };
}

/** What a moderator looks at. */
export interface ModerationReads {
  /** Submissions, the latest first, below a position; flagged ones only where it says so. */
  submissions: (query: {
    flagged: boolean;
    before: Pick<Submission, 'received_at' | 'id'> | null;
    limit: number;
  }) => Promise<Submission[]>;
  /** Members with a handle, the first to join first: two of a million may share one. */
  membersCalled: (handle: string) => Promise<{ id: string }[]>;
  /** What was done, the latest first, below a number; to one member, or one run, where it is named. */
  moderations: (query: {
    member_id?: string;
    submission_id?: string;
    before: number | null;
    limit: number;
  }) => Promise<Moderation[]>;
  /** SHA-256 of the moderator's token; null where none was made. */
  adminToken: () => Promise<string | null>;
}
