import * as z from 'zod';
import { SCHEMA_VERSION } from './run.ts';
import { arm } from './task.ts';
import { comparison } from './tasks-report.ts';

/** A saved run that is compared. */
export const comparedRun = z.strictObject({
  file: z.string(),
  started_at: z.iso.datetime(),
  provider: z.string(),
  profile: z.string(),
  models: z.array(z.string()),
  samples: z.int().nonnegative(),
});

/** Whether CI should fail: something got worse beyond doubt, and by more than the threshold. */
export const tasksGate = z.strictObject({
  failed: z.boolean(),
  threshold_percent: z.number().nonnegative(),
  reasons: z.array(z.string()),
});
export type TasksGate = z.infer<typeof tasksGate>;

/** What `tito tasks compare A.json B.json --format json` prints. Reductions are of the later run against the earlier. */
export const tasksComparison = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  benchmark_type: z.literal('tasks_comparison'),
  before: comparedRun,
  after: comparedRun,
  /** The later run against the earlier one, arm by arm; null where they have nothing in common. */
  arms: z.record(arm, comparison),
  /** Tasks and models that both runs asked. */
  tasks: z.array(z.string()),
  models: z.array(z.string()),
  gate: tasksGate,
  warnings: z.array(z.string()),
});
export type TasksComparison = z.infer<typeof tasksComparison>;
