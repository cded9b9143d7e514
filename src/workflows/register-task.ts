import { explain } from '../config/explain.ts';
import { findTasks } from '../config/load-task.ts';
import { discover } from '../discovery/discover.ts';
import { TitoError } from '../errors.ts';
import { id as idSchema } from '../schema/primitives.ts';
import { type Task, task } from '../schema/task.ts';
import { checkTask, loadGrader } from './plan-tasks.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Checks the definition of a task that is in no file, as thoroughly as one that is.
 *
 * @param registered ids of others
 * @returns the task with its defaults
 * @throws TitoError `invalid_config`, `duplicate_id`, `unknown_id` for a grader that there is none of
 */
export async function checkDefinition(
  { root, cwd: directory }: Pick<Surroundings, 'root' | 'cwd'>,
  id: string,
  definition: unknown,
  registered: readonly string[],
): Promise<Task> {
  const file = `registerTask('${id}')`;
  if (!idSchema.safeParse(id).success) {
    const expected = 'lower-case letters, digits and underscores, a letter first';
    throw new TitoError('invalid_config', { file, field: 'id', problem: 'is no id', expected });
  }
  const first = registered.includes(id)
    ? file
    : findTasks({ root, directory }).find((each) => each.id === id)?.file;
  if (first !== undefined) throw new TitoError('duplicate_id', { kind: 'task', id, first, second: file });
  const checked = task.safeParse(definition);
  if (!checked.success) {
    const { path, ...problem } = explain(task, checked.error.issues, definition);
    throw new TitoError('invalid_config', { file, field: path.join('.') || 'task', ...problem });
  }
  const toolIds = discover('tool', 'src/tasks/tools', { root }).map((each) => each.id);
  checkTask(id, checked.data, await loadGrader(root, checked.data.grader), toolIds, file);
  return checked.data;
}
