import * as z from 'zod';
import { METRICS } from './metrics.ts';

export const metric = z.enum(METRICS);
export type Metric = z.infer<typeof metric>;

/** What a leaderboard can be ordered by. */
export const TRACKS = ['overall', 'speed', 'compression', 'accuracy', 'efficiency', 'baseline'] as const;
export const track = z.enum(TRACKS);
export type Track = z.infer<typeof track>;

export const GROUP_KINDS = ['all', 'cohort', 'class', 'institution', 'course_type', 'country'] as const;
export const groupKind = z.enum(GROUP_KINDS);
export type GroupKind = z.infer<typeof groupKind>;

/** A count that is null where it is above zero and below the least group that is shown. */
export const count = z.int().nonnegative().nullable();

/** One group that a member belongs to, and the member's place in it. */
export const group = z.strictObject({
  kind: groupKind,
  /** As in `Fall 2026`, `CS249 Fall`, `Harvard University`, `university_course`, `US`; empty for all. */
  label: z.string(),
  members: count,
  /** Among those who have a value of the metric; equal values share a rank. Null where the group is too small. */
  rank: z.int().positive().nullable(),
  /** How many have a value of the metric. */
  of: count,
  /** Smallest of 1, 5, 10, 25, 50 that holds the member by rank; null where it is worse or the group too small. */
  top_percent: z.int().positive().nullable(),
});
export type Group = z.infer<typeof group>;

/** Members of a group by progress. Cells below the least group are null, as is one more where it would give them away. */
export const distribution = z.array(
  z.strictObject({
    id: z.string(),
    label: z.string(),
    members: count,
    /** Of the group, 0 to 1. */
    share: z.number().nullable(),
  }),
);
export type Distribution = z.infer<typeof distribution>;

/** A member as the others of a group see it. */
export const peer = z.strictObject({
  rank: z.int().positive(),
  modules_completed: z.int().nonnegative(),
  milestones_passed: z.int().nonnegative(),
  /** False where it is a mean of five members or more, since fewer than five have just this progress. */
  is_exact: z.boolean(),
  /** Year and month, as in `2026-09`; null where fewer than five of the group joined in it. */
  joined: z.string().nullable(),
  is_you: z.boolean(),
});
export type Peer = z.infer<typeof peer>;
