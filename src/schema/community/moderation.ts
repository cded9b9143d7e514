import * as z from 'zod';
import { memberName } from './member.ts';
import { submissionKind, submissionStatus } from './submission.ts';

const moment = z.iso.datetime();
const score = z.int().min(0).max(100).nullable();

/** Why, in the moderator's words: one line of up to 120 characters. It is told to the member. */
export const moderationReason = z.strictObject({ reason: memberName });
export type ModerationReason = z.infer<typeof moderationReason>;

export const moderationAction = z.enum(['flag', 'unflag', 'vouch', 'remove']);

const page = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  /** Where the page before ended. */
  after: z.string().max(200).optional(),
};

export const reviewsQuery = z.strictObject({
  status: z.enum(['all', 'flagged']).default('all'),
  /** Runs of the members who are called so; all of them at once. */
  handle: z.string().max(100).optional(),
  ...page,
});
export type ReviewsQuery = z.infer<typeof reviewsQuery>;

/** A run as a moderator sees it. Who the member is is not told: a moderator has the handle, as everybody has. */
export const reviewedRun = z.strictObject({
  submission_id: z.string(),
  handle: z.string(),
  kind: submissionKind,
  score,
  score_interval: z.tuple([z.int(), z.int()]).nullable(),
  status: submissionStatus,
  /** Why it is flagged. */
  reason: z.string().nullable(),
  bracket: z.string(),
  subject: z.string(),
  received_at: moment,
});
export type ReviewedRun = z.infer<typeof reviewedRun>;

export const reviewsAnswer = z.strictObject({
  /** The latest first. */
  runs: z.array(reviewedRun),
  next: z.string().nullable(),
});
export type ReviewsAnswer = z.infer<typeof reviewsAnswer>;

/** What was done to a run, when and why; told to the member whose it is or was. */
export const moderationEntry = z.strictObject({
  at: moment,
  action: moderationAction,
  reason: z.string().nullable(),
  submission_id: z.string(),
  kind: submissionKind,
  /** When the run was submitted. */
  received_at: moment,
});
export type ModerationEntry = z.infer<typeof moderationEntry>;

export const moderationAnswer = moderationEntry.extend({
  handle: z.string(),
  /** False where it had been done before, or there was nothing to take back. */
  changed: z.boolean(),
  /** Of the run now; null where it is removed. */
  status: submissionStatus.nullable(),
});
export type ModerationAnswer = z.infer<typeof moderationAnswer>;

export const moderationLogQuery = z.strictObject(page);
export type ModerationLogQuery = z.infer<typeof moderationLogQuery>;

export const moderationLogAnswer = z.strictObject({
  /** The latest first; of members who have left there is none. */
  entries: z.array(moderationEntry.extend({ handle: z.string() })),
  next: z.string().nullable(),
});
export type ModerationLogAnswer = z.infer<typeof moderationLogAnswer>;
