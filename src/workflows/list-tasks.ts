import { relative } from 'node:path';
import type { Context } from '../cli/context.ts';
import { loadConfig } from '../config/load-config.ts';
import { findTasks, readTask } from '../config/load-task.ts';
import { EXIT } from '../errors.ts';
import { toolNames } from './plan-tasks.ts';
import { writeReport } from './write-report.ts';

export interface ListTasksOptions {
  flags: Record<string, unknown>;
  output?: string;
}

/**
 * `tito tasks list`.
 * @throws TitoError `invalid_config` for a task that can't be read, with file and line
 */
export async function listTasks(context: Context, options: ListTasksOptions): Promise<number> {
  const { root, cwd: directory, env } = context;
  const { values } = await loadConfig({ cwd: directory, env, flags: options.flags });
  const tasks = await Promise.all(
    findTasks({ root, directory }).map(async ({ id, file, origin }) => {
      const shown = relative(origin === 'built-in' ? root : directory, file);
      const task = await readTask(file, shown);
      const { title, description, workflow, grader } = task;
      return { id, title, description, workflow, tools: toolNames(task), grader, origin, file: shown };
    }),
  );
  const report = {
    data: { schema_version: 1, tasks },
    rows: tasks.map(({ tools, ...task }) => ({ ...task, tools: tools.join(' ') })),
    parts: [
      {
        kind: 'table' as const,
        icon: '📋',
        title: 'Tasks',
        columns: ['id', 'title', 'workflow', 'tools', 'grader', 'from'],
        rows: tasks.map(({ id, title, workflow, tools, grader, origin }) => [
          id,
          title,
          workflow,
          tools.join(', '),
          grader,
          origin,
        ]),
      },
    ],
  };
  const { output } = options;
  await writeReport(context, report, { format: values.format, ...(output === undefined ? {} : { output }) });
  return EXIT.done;
}
