import * as z from 'zod';
import { score } from './baseline-report.ts';
import { track } from './capstone-suite.ts';
import { contenderStatus, SCHEMA_VERSION } from './run.ts';

/** What all students of a roster get alike; kept beside their runs, so that an interrupted roster can go on. */
export const rosterPlan = z.strictObject({
  kind: z.literal('roster'),
  started_at: z.iso.datetime(),
  /** Absolute path of the folder that holds the students' folders. */
  roster: z.string(),
  track: z.union([track, z.literal('all')]),
  /** Seed of the training images and of the models, the same for all. */
  seed: z.int().nonnegative(),
  /** Whether the test images are the same for all as well: so where the user gave the seed. */
  is_seed_given: z.boolean(),
});
export type RosterPlan = z.infer<typeof rosterPlan>;

const trackOutcome = z.strictObject({ status: contenderStatus, score, reason: z.string().optional() });

export const rosterEntry = z.strictObject({
  /** Name of the student's folder. */
  name: z.string(),
  /** Place among those that have a score; equal scores share one. Null without a score. */
  rank: z.int().positive().nullable(),
  /** Overall score, or that of the one track that was asked for. */
  score,
  score_interval: z.tuple([z.int(), z.int()]).nullable(),
  tracks: z.partialRecord(track, trackOutcome),
  /** Why there is no score. */
  reason: z.string().nullable(),
  /** The saved run, relative to the working directory; null where nothing was run. */
  file: z.string().nullable(),
});
export type RosterEntry = z.infer<typeof rosterEntry>;

/** What `tito benchmark capstone --roster DIR --format json` prints. */
export const rosterReport = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  benchmark_type: z.literal('roster'),
  timestamp: z.iso.datetime(),
  interrupted: z.boolean(),
  plan: rosterPlan,
  students: z.array(rosterEntry),
});
export type RosterReport = z.infer<typeof rosterReport>;
