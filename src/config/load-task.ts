import { relative } from 'node:path';
import { discover, type Found, type Places, YAML } from '../discovery/discover.ts';
import { pick } from '../discovery/load.ts';
import { TitoError } from '../errors.ts';
import { type Task, task } from '../schema/task.ts';
import { explain } from './explain.ts';
import { readYaml } from './read-yaml.ts';

/** Tasks that are there, by name alone: those that ship with tito, then the working directory's. */
export const findTasks = (places: Places): Found[] => discover('task', 'benchmarks/tasks', places, YAML);

/**
 * Reads `benchmarks/tasks/<id>.yaml`.
 * @throws TitoError `unknown_id`; `invalid_config` for unknown keys and wrong values, with their line
 */
export async function loadTask(id: string, places: Places): Promise<Task> {
  const { file } = pick('task', id, findTasks(places));
  return readTask(file, relative(places.directory ?? places.root, file));
}

/**
 * @param shown the file as messages name it
 * @throws TitoError `invalid_config`, `unreadable_file`
 */
export async function readTask(file: string, shown: string): Promise<Task> {
  const yaml = await readYaml(file, shown);
  const checked = task.safeParse(yaml.value);
  if (checked.success) return checked.data;
  const { path, ...problem } = explain(task, checked.error.issues, yaml.value);
  const field = path.join('.') || 'task';
  throw new TitoError('invalid_config', { file: `${shown}:${yaml.lineOf(path)}`, field, ...problem });
}
