import { ARMS, type Arm } from '../../schema/task.ts';
import type { TaskSample, TasksRun } from '../../schema/tasks-run.ts';
import { logSeconds, logTokens } from '../scoring/efficiency.ts';
import { durationMs, isSuccess, totalTokens } from './sample-facts.ts';

/** Finished samples of one task, model and arm, one row each. What a failed sample has none of is 0. */
export interface Cell {
  rows: number;
  /** 1 for a success, 0 for a failure. */
  ok: Float64Array;
  successes: number;
  /** ln of the duration in seconds. */
  time: Float64Array;
  /** ln of input and output tokens. */
  tokens: Float64Array;
  /** Quality; a failure is worth 0. */
  outcome: Float64Array;
}

/** One task asked of one model: replicates of both arms, which are compared with each other and nothing else. */
export interface Stratum {
  task: string;
  model: string;
  /** Among all strata of the plan: part of the seed, which so does not depend on names. */
  position: number;
  isGraded: boolean;
  cells: Record<Arm, Cell>;
}

/** Samples by task, model and arm. */
export function samplesByCell(
  samples: readonly TaskSample[],
): (...key: [string, string, Arm]) => TaskSample[] {
  const cells = new Map<string, TaskSample[]>();
  const keyOf = (task: string, model: string, arm: Arm) => JSON.stringify([task, model, arm]);
  for (const sample of samples) {
    const key = keyOf(sample.task, sample.model, sample.arm);
    const own = cells.get(key);
    if (own) own.push(sample);
    else cells.set(key, [sample]);
  }
  return (task, model, arm) => cells.get(keyOf(task, model, arm)) ?? [];
}

/** All strata of the plan in its order, task by task; those without samples too. */
export function strataOf({ plan, samples }: TasksRun): Stratum[] {
  const cellOf = samplesByCell(samples);
  return plan.tasks.flatMap(({ id: task, is_graded }, taskIndex) =>
    plan.models.map(({ id: model }, modelIndex) => {
      const own = { baseline: cellOf(task, model, 'baseline'), tools: cellOf(task, model, 'tools') };
      const answered = ARMS.flatMap((arm) => own[arm].filter(isSuccess));
      return {
        task,
        model,
        position: taskIndex * plan.models.length + modelIndex,
        isGraded: is_graded && answered.every(({ quality }) => quality !== null),
        cells: { baseline: toCell(own.baseline), tools: toCell(own.tools) },
      };
    }),
  );
}

function toCell(samples: readonly TaskSample[]): Cell {
  const successes = samples.map((sample) => (isSuccess(sample) ? sample : null));
  return {
    rows: samples.length,
    ok: Float64Array.from(successes, (success) => (success ? 1 : 0)),
    successes: successes.filter((success) => success !== null).length,
    time: Float64Array.from(successes, (success) => (success ? logSeconds(durationMs(success) / 1000) : 0)),
    tokens: Float64Array.from(successes, (success) => (success ? logTokens(totalTokens(success)) : 0)),
    outcome: Float64Array.from(successes, (success) => success?.quality ?? 0),
  };
}
