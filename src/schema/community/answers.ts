import * as z from 'zod';
import { count, distribution, group, peer } from './groups.ts';
import { memberDocument } from './member.ts';
import { moderationEntry } from './moderation.ts';

/** What the registry says to someone who joined, or joined before. */
export const joinAnswer = z.strictObject({
  /** False where this member was there already. */
  created: z.boolean(),
  /** The how many-th to join; never given twice. */
  builder_number: z.int().positive(),
  /** Name by which the others see this member, drawn by the registry. */
  handle: z.string(),
  member: memberDocument,
  groups: z.array(group),
});
export type JoinAnswer = z.infer<typeof joinAnswer>;

export const updateAnswer = z.strictObject({
  builder_number: z.int().positive(),
  member: memberDocument,
  /** What differs from before, by dotted path. */
  changes: z.array(z.strictObject({ field: z.string(), before: z.json(), after: z.json() })),
  /** By progress. */
  groups: z.array(group),
  /** Members of the whole registry with all milestones. */
  all_milestones: count,
  /** One entry for each milestone that is newly passed. */
  celebrations: z.array(
    z.strictObject({
      milestone: z.int().positive(),
      cohort: z.string(),
      /** Others of the cohort who passed it in the last seven days; null where they are too few to be counted. */
      others_this_week: count,
    }),
  ),
});
export type UpdateAnswer = z.infer<typeof updateAnswer>;

/** That an instructor took the member out of a class, and why; null where none did. */
const classRemovalNote = z
  .strictObject({ name: z.string(), reason: z.string(), removed_at: z.iso.datetime() })
  .nullable();

export const statsAnswer = z.strictObject({
  total: z.int().nonnegative(),
  countries: z.int().nonnegative(),
  institutions: z.int().nonnegative(),
  /** Joined in the last seven days. */
  this_week: z.int().nonnegative(),
  /** Of the whole registry. */
  distribution,
  /** Members by country; those below the least group are in `other`. */
  by_country: z.array(z.strictObject({ country_code: z.string(), members: z.int().nonnegative() })),
  by_country_other: z.int().nonnegative(),
  /** The member's own; null for someone who has not joined. */
  cohort: z
    .strictObject({
      label: z.string(),
      members: count,
      institution: z.strictObject({ label: z.string(), members: count }).nullable(),
      progress_rank: z.int().positive().nullable(),
      all_milestones: count,
      distribution,
    })
    .nullable(),
  /** The member's own. */
  class: z
    .strictObject({
      class_id: z.string(),
      name: z.string(),
      members: count,
      progress_rank: z.int().positive().nullable(),
      /** Until then it takes no runs; null where it does. */
      frozen_until: z.iso.datetime().nullable(),
    })
    .nullable(),
  class_removal: classRemovalNote,
  /** Runs of the member that are flagged, or were removed, and why; left out where there are none. */
  moderation: z.array(moderationEntry).optional(),
});
export type StatsAnswer = z.infer<typeof statsAnswer>;

export const cohortQuery = z.strictObject({
  /** Only this kind of group; all of the member's where neither is given. */
  kind: z.enum(['cohort', 'class', 'institution', 'course_type']).optional(),
  /** Only those who joined on this day (UTC) or later. */
  since: z.iso.date().optional(),
});
export type CohortQuery = z.infer<typeof cohortQuery>;

export const cohortAnswer = z.strictObject({
  since: z.iso.date().nullable(),
  groups: z.array(
    group.extend({
      distribution,
      /** The first of the group, then up to five above and five below the member; ranks tell where a gap is. */
      peers: z.array(peer),
    }),
  ),
});
export type CohortAnswer = z.infer<typeof cohortAnswer>;

/**
 * Least scores of the best of a group, so that a member's machine can tell a place without sending a score.
 * Each step holds at least as many members as the least group that is shown.
 */
export const cutoffsAnswer = z.strictObject({
  kind: group.shape.kind,
  label: z.string(),
  members: count,
  cutoffs: z.array(z.strictObject({ top_percent: z.int().positive(), score: z.int().min(0).max(100) })),
});
export type CutoffsAnswer = z.infer<typeof cutoffsAnswer>;

/** Everything that the registry has about a member. */
export const exportAnswer = z.strictObject({
  exported_at: z.iso.datetime(),
  builder_number: z.int().positive(),
  handle: z.string(),
  joined_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  milestones: z.array(z.strictObject({ milestone: z.int().positive(), passed_on: z.iso.date() })),
  member: memberDocument,
  class: z.strictObject({ class_id: z.string(), name: z.string() }).nullable(),
  class_removal: classRemovalNote,
  /** All that moderators did to the member's runs, the latest first; left out where that is nothing. */
  moderation: z.array(moderationEntry).optional(),
  submissions: z.array(
    z.looseObject({ submission_id: z.string(), received_at: z.iso.datetime(), document: z.unknown() }),
  ),
});
export type ExportAnswer = z.infer<typeof exportAnswer>;

export const leaveAnswer = z.strictObject({
  removed: z.strictObject({ members: z.int().nonnegative(), submissions: z.int().nonnegative() }),
});
export type LeaveAnswer = z.infer<typeof leaveAnswer>;

export const rotateAnswer = z.strictObject({
  /** Until when the former token still works. */
  former_valid_until: z.iso.datetime(),
});
export type RotateAnswer = z.infer<typeof rotateAnswer>;
