import * as z from 'zod';
import { count, group, track } from './groups.ts';

const score = z.int().min(0).max(100).nullable();
const interval = z.tuple([z.int(), z.int()]).nullable();

/**
 * `unverified`: the checker found nothing wrong. `reproduced`: a second run of the same subject, measured later with
 * other random numbers, agrees. `flagged`: a moderator or a rule doubts it; it holds no rank.
 */
export const submissionStatus = z.enum(['unverified', 'reproduced', 'flagged']);
export type SubmissionStatus = z.infer<typeof submissionStatus>;

export const submissionKind = z.enum(['baseline', 'capstone']);
export type SubmissionKind = z.infer<typeof submissionKind>;

/** Scores of one run as the registry computed them from its raw samples. */
export const scores = z.strictObject({
  kind: submissionKind,
  score,
  score_interval: interval,
  /** Of a capstone only. */
  tracks: z.strictObject({ speed: score, compression: score, accuracy: score, efficiency: score }).nullable(),
});
export type Scores = z.infer<typeof scores>;

export const finding = z.strictObject({
  rule: z.string(),
  severity: z.enum(['refused', 'warned']),
  where: z.string(),
  message: z.string(),
});

export const quota = z.strictObject({
  /** Ranked submissions of one kind per day (UTC). */
  limit: z.int().positive(),
  remaining: z.int().nonnegative(),
  resets_at: z.iso.datetime(),
});
export type Quota = z.infer<typeof quota>;

export const submitAnswer = z.strictObject({
  submission_id: z.string(),
  /** False where the very same run was submitted before: it counts once. */
  created: z.boolean(),
  ...scores.shape,
  status: submissionStatus,
  /** Why it is flagged; left out where it is not. */
  reason: z.string().optional(),
  /** Whether it is this member's best so far. */
  is_best: z.boolean(),
  /** What the checker found unusual; nothing of it was a reason to refuse. */
  findings: z.array(finding),
  /** By the score of this kind of run; null ranks where there was none before, or the group is too small. */
  ranks_before: z.array(group),
  ranks_after: z.array(group),
  quota,
});
export type SubmitAnswer = z.infer<typeof submitAnswer>;

export const leaderboardQuery = z.strictObject({
  track: track.default('overall'),
  /** The member's own group of this kind instead of everybody. */
  within: z.enum(['all', 'cohort', 'class', 'institution', 'course_type']).default('all'),
  /** A cohort by its label, such as `Fall 2026`; for those who have not joined. */
  cohort: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(10),
  /** Where the page before ended. */
  after: z.string().max(200).optional(),
});
export type LeaderboardQuery = z.infer<typeof leaderboardQuery>;

export const leaderboardEntry = z.strictObject({
  rank: z.int().positive(),
  handle: z.string(),
  score: z.int().min(0).max(100),
  score_interval: interval,
  status: submissionStatus,
  /** Hardware class of the machine that measured. */
  bracket: z.string(),
  /** Kind of subject, such as `python`. */
  subject: z.string(),
  /** Day (UTC) on which it was submitted. */
  submitted: z.iso.date(),
  submission_id: z.string(),
  is_you: z.boolean(),
});
export type LeaderboardEntry = z.infer<typeof leaderboardEntry>;

export const leaderboardAnswer = z.strictObject({
  track,
  kind: group.shape.kind,
  label: z.string(),
  members: count,
  entries: z.array(leaderboardEntry),
  /** Five above and five below the member, the member included; empty where the entries show it or there is none. */
  neighbours: z.array(leaderboardEntry),
  next: z.string().nullable(),
});
export type LeaderboardAnswer = z.infer<typeof leaderboardAnswer>;
