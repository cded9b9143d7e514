import * as z from 'zod';
import { TRACKS, track } from './groups.ts';
import { leaderboardEntry, submissionStatus } from './submission.ts';

const moment = z.iso.datetime();
const score = z.int().min(0).max(100).nullable();

/** A class as its instructor sees it. */
export const classAnswer = z.strictObject({
  class_id: z.string(),
  name: z.string(),
  created_at: moment,
  /** Until when the code lets in; null for always. */
  expires_at: moment.nullable(),
  /** Null where it is not frozen (any more). */
  frozen_until: moment.nullable(),
  members: z.int().nonnegative(),
});
export type ClassAnswer = z.infer<typeof classAnswer>;

/** The best run of a kind; its tracks are those of that very run. */
const bestRun = z
  .strictObject({
    score,
    score_interval: z.tuple([z.int(), z.int()]).nullable(),
    tracks: z
      .strictObject({ speed: score, compression: score, accuracy: score, efficiency: score })
      .nullable(),
    status: submissionStatus,
    /** Day (UTC). */
    submitted: z.iso.date(),
  })
  .nullable();

/** A member of a class as the instructor sees it; this, and nothing else, is what students agree to on entering. */
export const rosterEntry = z.strictObject({
  handle: z.string(),
  /** Year and month, as in `2026-09`. */
  joined: z.string(),
  modules_completed: z.int().nonnegative(),
  milestones_passed: z.int().nonnegative(),
  baseline: bestRun,
  capstone: bestRun,
  /** How many runs have each status. */
  submissions: z.strictObject({
    unverified: z.int().nonnegative(),
    reproduced: z.int().nonnegative(),
    flagged: z.int().nonnegative(),
  }),
});
export type RosterEntry = z.infer<typeof rosterEntry>;

export const rosterQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(100),
  /** Where the page before ended. */
  after: z.string().max(100).optional(),
});
export type RosterQuery = z.infer<typeof rosterQuery>;

export const rosterAnswer = z.strictObject({
  class: classAnswer,
  /** By handle. */
  entries: z.array(rosterEntry),
  next: z.string().nullable(),
});
export type RosterAnswer = z.infer<typeof rosterAnswer>;

export const classBoardQuery = z.strictObject({
  track: track.default(TRACKS[0]),
  limit: z.coerce.number().int().min(1).max(100).default(10),
  after: z.string().max(200).optional(),
});
export type ClassBoardQuery = z.infer<typeof classBoardQuery>;

/** Everybody of the class who has a score, however few they are. */
export const classBoardAnswer = z.strictObject({
  class: classAnswer,
  track,
  entries: z.array(leaderboardEntry.omit({ is_you: true })),
  next: z.string().nullable(),
});
export type ClassBoardAnswer = z.infer<typeof classBoardAnswer>;

export const classRemovalAnswer = z.strictObject({
  class: classAnswer,
  handle: z.string(),
  reason: z.string(),
});
export type ClassRemovalAnswer = z.infer<typeof classRemovalAnswer>;
