import { seededRandom } from '../analysis/random.ts';
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

/** Fisher and Yates' shuffle (Knuth, The Art of Computer Programming 2, algorithm 3.4.2 P). */
function shuffle<T>(items: T[], integer: (n: number) => number): T[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = integer(last + 1);
    [items[last], items[other]] = [items[other] as T, items[last] as T];
  }
  return items;
}
