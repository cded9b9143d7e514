import { existsSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { discover } from '../discovery/discover.ts';
import { TitoError } from '../errors.ts';
import { isTasks } from '../schema/runs.ts';
import type { TasksRun } from '../schema/tasks-run.ts';
import { type Journal, openJournal } from '../storage/journal.ts';
import { readRun } from '../storage/read-run.ts';
import { lockRun } from '../storage/run-lock.ts';
import type { Grader } from '../task-contracts.ts';
import { loadProvider } from './choose-models.ts';
import type { TasksExecution } from './execute-tasks.ts';
import { loadGrader, targetOf } from './plan-tasks.ts';
import type { Surroundings } from './surroundings.ts';

/** An interrupted run that is going on, and where it is kept. */
export interface ResumedTasks {
  execution: Omit<TasksExecution, 'onEvent' | 'before'> & { before: TasksRun };
  journal: Journal;
  /** Where the results go. */
  results: string;
  /** Lets another tito go on with it again. */
  release: () => void;
}

/**
 * Opens the journal of an interrupted run again: everything stays as it was planned then, the finished samples too.
 *
 * @param file journal, or null for the newest one in the folder
 * @param batch where it has to be of this batch
 * @throws TitoError `nothing_to_resume`, `run_in_use`, `invalid_config` where the target's files have changed since
 */
export async function resumeTasks(
  context: Surroundings,
  folder: string,
  file: string | null,
  batch: string | null,
): Promise<ResumedTasks> {
  const path = file === null ? newest(folder, batch) : resolve(context.cwd, file);
  if (!existsSync(path)) throw new TitoError('nothing_to_resume', { folder: path });
  const release = lockRun(path);
  try {
    cutHalfLine(path);
    const { run } = readRun(path);
    if (!isTasks(run)) throw new TitoError('nothing_to_resume', { folder: path });
    const places = { root: context.root, directory: context.cwd };
    const providers = discover('provider', 'src/tasks/providers', { root: context.root });
    const graders = new Map<string, Grader>();
    const targets: TasksExecution['targets'] = new Map(
      run.plan.tasks.map((task) => {
        const { id, sources, is_graded, ...definition } = task;
        const own = is_graded ? undefined : definition.target;
        const target = targetOf(id, definition, places, own);
        if (isDeepStrictEqual(target.task.sources, sources)) return [id, { ...target, task }];
        throw new TitoError('invalid_config', {
          file: path,
          field: id,
          problem: 'its files have changed since the run began',
          expected: 'the files as they were: start a new run instead',
        });
      }),
    );
    for (const { grader } of run.plan.tasks) graders.set(grader, await loadGrader(context.root, grader));
    const provider = await loadProvider(run.plan.provider, providers);
    const journal = openJournal(path);
    return {
      execution: {
        plan: run.plan,
        provider,
        targets,
        graders,
        journal,
        before: { ...run, interrupted: false },
      },
      journal,
      results: path.replace(/\.jsonl$/, '.json'),
      release,
    };
  } catch (cause) {
    release();
    throw cause;
  }
}

/** The newest journal of a run of tasks: names sort by time. */
function newest(folder: string, batch: string | null): string {
  const journals = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^tasks_.*\.jsonl$/.test(name))
        .sort()
    : [];
  for (const name of journals.reverse()) {
    const path = join(folder, name);
    const first = readFileSync(path, 'utf8').split('\n', 1)[0] ?? '';
    if (batch === null || first.includes(`"batch":${JSON.stringify(batch)}`)) return path;
  }
  throw new TitoError('nothing_to_resume', { folder });
}

/** What a kill cut off in the middle must not become part of the next line. */
function cutHalfLine(path: string): void {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(10) + 1;
  if (end > 0 && end < bytes.length) truncateSync(path, end);
}
