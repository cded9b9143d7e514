import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { type Task, task } from '../../src/schema/task.ts';
import type { SourceFile } from '../../src/task-contracts.ts';
import { REPOSITORY } from './context.ts';

const TASKS = join(REPOSITORY, 'benchmarks/tasks');
export const FIXTURE = join(TASKS, '_fixture');

export const fixtureText = (path: string): string => readFileSync(join(FIXTURE, path), 'utf8');

/** The six that ship with tito, by id. */
export const builtInTasks: ReadonlyMap<string, Task> = new Map(
  globSync('*.yaml', { cwd: TASKS })
    .sort()
    .map((file) => [basename(file, '.yaml'), task.parse(parse(readFileSync(join(TASKS, file), 'utf8')))]),
);

/** @throws Error where no built-in task has this id */
export function builtInTask(id: string): Task {
  const found = builtInTasks.get(id);
  if (!found) throw new Error(`There is no task ${id}.`);
  return found;
}

/** Files of a task's target, sorted by path. */
export const filesOf = ({ files }: Task): SourceFile[] =>
  globSync(files, { cwd: FIXTURE })
    .sort()
    .map((path) => ({ path, text: fixtureText(path) }));
