import type { PlannedModel, PlannedSample, TaskSample, TasksPlan } from '../schema/tasks-run.ts';

/** What happens while tasks are asked; the wing itself never writes to a stream. */
export type TasksEvent =
  | { kind: 'planned'; plan: TasksPlan }
  /** An interrupted run goes on, of which so many samples are done. */
  | { kind: 'resumed'; plan: TasksPlan; done: number }
  | { kind: 'warming-up'; model: PlannedModel }
  | { kind: 'sample-started'; sample: PlannedSample }
  | { kind: 'sample-finished'; sample: TaskSample }
  /** An attempt failed and another one follows after the pause. */
  | { kind: 'retrying'; sample: PlannedSample; attempt: number; pause_ms: number; reason: string }
  /** An endpoint is given up, or the whole run ends before its schedule does. */
  | { kind: 'stopped'; reason: string };
