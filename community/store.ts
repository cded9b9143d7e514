import type { GroupKind, Metric } from '../src/schema/community/groups.ts';
import type { CourseProgress, Profile } from '../src/schema/community/member.ts';
import type { SubmissionKind, SubmissionStatus } from '../src/schema/community/submission.ts';
import type { Class, ClassRefusal, ClassRemoval, ClassWrites } from './class-writes.ts';
import type { ModerationReads, ModerationWrites } from './moderation-writes.ts';

/** Least number of members of a group that anybody is told about. */
export const LEAST_GROUP = 5;

/** A set of members that is counted and ranked: everybody, a cohort, a class, an institution, a course type, a country. */
export interface Scope {
  kind: GroupKind;
  /** Normalised so that spellings of one institution are one scope; empty for `all`. */
  key: string;
}

/** A member as it is stored. Times are milliseconds since 1970, days are days since then (UTC). */
export interface Member {
  id: string;
  /** The how many-th to join; never given twice. */
  number: number;
  token_sha256: string;
  /** Drawn by the registry; what others see. */
  handle: string;
  joined_at: number;
  updated_at: number;
  /** As in `Fall 2026`, by the registry's clock when the member joined. */
  cohort: string;
  country: string | null;
  institution: string | null;
  institution_type: NonNullable<Profile['institution']>['type'] | null;
  course_type: Profile['course_type'];
  experience_level: Profile['experience_level'];
  setup_verified: boolean;
  modules_completed: number;
  milestones_passed: number;
  /** The day on which each milestone was passed, the first milestone first; as long as `milestones_passed`. */
  milestone_days: number[];
  class_id: string | null;
  /** The last time that an instructor took the member out of a class; gone once the member is in that class again. */
  class_removal: ClassRemoval | null;
}

/** The best that a member has of one metric. */
export interface Best {
  metric: Metric;
  value: number;
  /** When the submission was received. */
  at: number;
  submission_id: string;
}

export interface Submission {
  id: string;
  member_id: string;
  kind: SubmissionKind;
  status: SubmissionStatus;
  /** Why it is flagged. */
  reason: string | null;
  received_at: number;
  /** When the run was finished, by the clock of the machine that measured. */
  measured_at: number;
  score: number | null;
  score_low: number | null;
  score_high: number | null;
  /** Of a capstone; null where it is none or the track has no score. */
  speed: number | null;
  compression: number | null;
  accuracy: number | null;
  efficiency: number | null;
  /** Hardware class, kind of subject, and a fingerprint of the subject's code. */
  bracket: string;
  subject: string;
  subject_sha256: string;
  /** Of the run's raw samples: the same samples under another name are the same run. */
  samples_sha256: string;
  seed: number;
}

/** A place in an order: by value, the highest first, then by time, then by id. */
export interface Position {
  value: number;
  at: number;
  member_id: string;
}

export interface Standing extends Position {
  member: Pick<Member, 'handle' | 'modules_completed' | 'milestones_passed' | 'joined_at' | 'number'>;
  /** Null for `progress`. */
  submission: Submission | null;
}

/** What changes the store: each with what is asked and what comes of it. Outcomes are data; nothing is thrown. */
export interface Writes extends ClassWrites, ModerationWrites {
  join: {
    /** `code_sha256`: of the code of a class to enter; a class that does not let in refuses the join as a whole. */
    request: Omit<Member, 'number' | 'milestone_days' | 'updated_at' | 'class_id' | 'class_removal'> & {
      code_sha256?: string;
    };
    /**
     * `present`: a member with this id and token was there; it is not changed. `wrong_token`: the id has another token,
     * or the token is another member's. Milestones that are passed already count as passed on the day of joining.
     */
    outcome: { kind: 'joined' | 'present'; member: Member } | { kind: 'wrong_token' } | ClassRefusal;
  };
  update: {
    request: {
      id: string;
      at: number;
      change: Partial<
        Pick<Member, 'country' | 'institution' | 'institution_type' | 'course_type' | 'experience_level'> &
          CourseProgress
      >;
      /** Of the code of a class to enter; null leaves the class that the member is in. */
      code_sha256?: string | null;
    };
    /** Where nothing differs nothing is written, `updated_at` included. Milestones newly passed are passed on that day. */
    outcome: { kind: 'updated'; before: Member; member: Member } | { kind: 'unknown' } | ClassRefusal;
  };
  leave: {
    request: { id: string };
    outcome: { kind: 'left'; submissions: number } | { kind: 'unknown' };
  };
  rotate: {
    request: { id: string; token_sha256: string; former_until: number };
    /** `wrong_token`: another member has it. Rotating to the token that is the member's already changes nothing. */
    outcome: { kind: 'rotated' } | { kind: 'wrong_token' } | { kind: 'unknown' };
  };
  submit: {
    request: {
      submission: Omit<Submission, 'status' | 'reason'>;
      /** The saved run, compressed by the caller. */
      document: Uint8Array;
      /** Idempotency key of the member's, and what it was used for. */
      key: string;
      request_sha256: string;
      /** Submissions of one kind per day (UTC) of `received_at`. */
      quota: number;
    };
    outcome:
      | {
          /** `present`: the same key, or the same samples of the same member; nothing is changed. */
          kind: 'accepted' | 'present';
          submission: Submission;
          before: Best[];
          after: Best[];
          used_today: number;
        }
      | { kind: 'key_reused' }
      | { kind: 'duplicate' }
      | { kind: 'quota_used'; used_today: number }
      | { kind: 'frozen'; class: Class; until: number }
      | { kind: 'unknown' };
  };
  /**
   * Takes from a bucket that refills at a steady rate, as many as there are up to `cost`. `full_in_ms` and `next_in_ms`:
   * until it is full, and until there is one to be taken, if nobody takes more. The key is kept as it is: no plain
   * address or id.
   */
  take: {
    request: { key: string; cost: number; capacity: number; per_second: number; at: number };
    outcome: { kind: 'taken'; taken: number; remaining: number; full_in_ms: number; next_in_ms: number };
  };
  /** Forgets what is no longer needed: idempotency keys, buckets, salts and former tokens. */
  purge: { request: { at: number }; outcome: { kind: 'purged' } };
}
export type WriteKind = keyof Writes;
/** One write as data, so that it can be handed to another thread and grouped with others. */
export type Write = { [K in WriteKind]: { kind: K; request: Writes[K]['request'] } }[WriteKind];
export type Outcome<K extends WriteKind = WriteKind> = Writes[K]['outcome'];

/**
 * Where the registry keeps what it knows. Counts, ranks and distributions cost the same whatever the number of members:
 * they are read from tallies that are kept in the transaction of the write. Pages go by key, never by offset.
 * When a write is answered it is on disk.
 */
export interface Store extends ModerationReads {
  write: <K extends WriteKind>(kind: K, request: Writes[K]['request']) => Promise<Outcome<K>>;
  member: (id: string) => Promise<Member | null>;
  /** Also by a former token, as long as it works. */
  memberByToken: (token_sha256: string, at: number) => Promise<Member | null>;
  bests: (member_id: string) => Promise<Best[]>;
  /** Members of a scope. */
  members: (scope: Scope) => Promise<number>;
  /**
   * Scopes of a kind that have members, by key. The label is the most common spelling, of equally common ones the first
   * in the order of code points.
   */
  scopes: (kind: GroupKind) => Promise<{ key: string; label: string; members: number }[]>;
  /** How many scopes of a kind have members. */
  countScopes: (kind: 'country' | 'institution') => Promise<number>;
  /** Members of a scope who joined on one of these days, both included. */
  joined: (scope: Scope, from_day: number, to_day: number) => Promise<number>;
  /** Members of a scope who passed a milestone on one of these days, both included. */
  passed: (scope: Scope, milestone: number, from_day: number, to_day: number) => Promise<number>;
  /** Values of a metric and how many members have each, the highest first. */
  histogram: (scope: Scope, metric: Metric) => Promise<{ value: number; members: number }[]>;
  /** Competition ranking: 1 + how many are better. `of` counts those who have a value. */
  rank: (scope: Scope, metric: Metric, value: number) => Promise<{ rank: number; of: number }>;
  /**
   * Members in order of a metric, the best first.
   * @param from exclusive, and need not be somebody's place (any more); null for the beginning, above which is nobody
   * @param direction `worse` goes down from there, `better` goes up and comes back in the same order, best first
   */
  page: (
    scope: Scope,
    metric: Metric,
    from: Position | null,
    direction: 'worse' | 'better',
    limit: number,
  ) => Promise<Standing[]>;
  /**
   * Members of a scope who joined on that day or later, in order of progress: the first `limit`, how many there are, and
   * how many have each value of `progress`, the highest first.
   */
  since: (
    scope: Scope,
    from_day: number,
    limit: number,
  ) => Promise<{
    members: number;
    histogram: { value: number; members: number }[];
    standings: Standing[];
  }>;
  class: (id: string) => Promise<Class | null>;
  /** The class whose admin token it is. */
  classByToken: (admin_sha256: string) => Promise<Class | null>;
  /** Members of a class by handle, beginning with that one or the next after it. */
  roster: (class_id: string, from: string, limit: number) => Promise<Member[]>;
  submission: (id: string) => Promise<Submission | null>;
  submissionsOf: (member_id: string) => Promise<Submission[]>;
  /** Submissions of one kind that a member made on a day (UTC), those that hold no rank included. */
  usedOn: (member_id: string, kind: SubmissionKind, day: number) => Promise<number>;
  document: (submission_id: string) => Promise<Uint8Array | null>;
  /** Random bytes of this registry, made once: pseudonyms and the keys of rate limits hang on them. */
  secret: () => Promise<Uint8Array>;
  /** Goes up with every change that somebody could see. */
  version: () => Promise<number>;
  close: () => Promise<void>;
}
