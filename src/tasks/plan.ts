import { seededRandom, shuffle } from '../analysis/random.ts';
import { ARMS } from '../schema/task.ts';
import type { PlannedSample, TasksPlan } from '../schema/tasks-run.ts';

/**
 * Decides everything about a run of tasks and executes nothing. Replicates are the outer loop, and within each the
 * order of tasks, models and arms is drawn anew: drift of the server and of the machine hits both arms alike.
 */
export function planTasks(input: Omit<TasksPlan, 'kind' | 'schedule'>): TasksPlan {
  const { integer } = seededRandom(input.seed);
  const schedule = Array.from({ length: input.samples }, (_, replicate) => {
    const round = input.tasks.flatMap((task) =>
      input.models.flatMap((model) =>
        ARMS.map((arm) => ({ task: task.id, model: model.id, arm, replicate })),
      ),
    );
    return shuffle(round, integer);
  }).flat();
  return {
    kind: 'tasks',
    ...input,
    schedule: schedule.map((sample, index): PlannedSample => ({ index, ...sample })),
  };
}
