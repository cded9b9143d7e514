import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { loadBatch } from '../config/load-batch.ts';
import { type LoadedConfig, loadConfig } from '../config/load-config.ts';
import { findTasks, loadTask } from '../config/load-task.ts';
import { selectProfile } from '../config/select-profile.ts';
import { discover } from '../discovery/discover.ts';
import { load, nearest, pick } from '../discovery/load.ts';
import { TitoError } from '../errors.ts';
import { readCapacity } from '../hardware/limits.ts';
import type { Task } from '../schema/task.ts';
import type { PlannedTask, TasksPlan } from '../schema/tasks-run.ts';
import type { Grader } from '../task-contracts.ts';
import { planTasks } from '../tasks/plan.ts';
import { planContext } from '../tasks/plan-context.ts';
import type { TaskTarget } from '../tasks/prepare-sample.ts';
import { readTarget } from '../tasks/read-target.ts';
import { findUnknownPlaceholder, knownPlaceholders } from '../tasks/render-prompt.ts';
import { type ChosenModels, chooseModels } from './choose-models.ts';
import type { Surroundings } from './surroundings.ts';

export interface TasksChoices {
  /** Settings of the command line, by dotted path. */
  flags: Record<string, unknown>;
  /** Id of a batch, or null for a run of chosen tasks. */
  batch: string | null;
  /** Ids of tasks; empty for those of the batch, or all. */
  tasks: readonly string[];
  /** Folder to look at instead of the tasks' own targets. */
  target?: string;
  /** Tasks that are in no file, by id. */
  registered?: ReadonlyMap<string, Task>;
}

/** A plan and what carrying it out needs. */
export interface PlannedTasks {
  plan: TasksPlan;
  config: LoadedConfig;
  chosen: ChosenModels;
  targets: Map<string, TaskTarget>;
  graders: Map<string, Grader>;
}

/** Reads everything that a run of tasks depends on and decides what will be done. No model is asked anything. */
export async function planForTasks(context: Surroundings, choices: TasksChoices): Promise<PlannedTasks> {
  const { cwd: directory, env, root } = context;
  const places = { root, directory };
  const config = await loadConfig({ cwd: directory, env, flags: choices.flags });
  const { tasks: settings, seed } = config.values;
  const batch = choices.batch === null ? null : await loadBatch(choices.batch, places);
  const { profile, reason } = await selectProfile(config, readCapacity(), places);
  const registered = choices.registered ?? new Map<string, Task>();
  const known = [...findTasks(places).map(({ id }) => id), ...registered.keys()];
  const ids = choices.tasks.length > 0 ? choices.tasks : (batch?.tasks ?? known);
  const toolIds = discover('tool', 'src/tasks/tools', { root }).map(({ id }) => id);
  const graders = new Map<string, Grader>();
  const targets = new Map<string, TaskTarget>();
  for (const id of new Set(ids)) {
    refuseUnknown(id, known);
    const task = registered.get(id) ?? (await loadTask(id, places));
    const grader = await loadGrader(root, task.grader);
    checkTask(id, task, grader, toolIds);
    graders.set(task.grader, grader);
    targets.set(id, targetOf(id, task, places, choices.target));
  }
  const chosen = await chooseModels(context, config.values, profile);
  const plan = planTasks({
    seed: seed ?? context.random(),
    batch: choices.batch,
    profile: profile.id,
    profile_reason: reason,
    provider: chosen.id,
    is_language_model: chosen.provider.is_language_model,
    provider_reason: chosen.reason,
    models: chosen.models,
    tasks: [...targets.values()].map(({ task }) => task),
    samples: settings.samples ?? batch?.samples ?? profile.samples,
    concurrency: settings.concurrency,
    limits: {
      connect_s: settings.connect_limit_s,
      first_token_s: settings.first_token_limit_s,
      idle_s: settings.idle_limit_s,
    },
    retry: { attempts: settings.attempts, base_ms: settings.retry_base_ms, max_ms: settings.retry_max_ms },
    max_error_rate: settings.max_error_rate,
    cache_bust: settings.cache_bust,
    warm_up: settings.warm_up,
    ...(chosen.provider.sets_context
      ? { context_tokens: settings.context_tokens ?? planContext([...targets.values()]) }
      : {}),
  });
  return { plan, config, chosen, targets, graders };
}

export const loadGrader = (root: string, id: string): Promise<Grader> =>
  load<Grader>('grader', pick('grader', id, discover('grader', 'src/tasks/graders', { root })), ['grade']);

/** Those that are in no file are known as well. */
function refuseUnknown(id: string, known: readonly string[]): void {
  if (known.includes(id)) return;
  const suggestion = nearest(id, known);
  throw new TitoError('unknown_id', { kind: 'task', id, suggestion, known: known.join(', ') });
}

/**
 * Checks what a task's own schema can't: its tools, its placeholders, and what its grader compares with.
 * @param file as messages name it
 * @throws TitoError `invalid_config`
 */
export function checkTask(
  id: string,
  task: Task,
  grader: Grader,
  toolIds: readonly string[],
  file = `benchmarks/tasks/${id}.yaml`,
): void {
  const refuse = (field: string, problem: string, expected: string, suggestion?: string) =>
    new TitoError('invalid_config', { file, field, problem, expected, suggestion });
  for (const [i, tool] of task.tools.entries()) {
    if (typeof tool !== 'string' || toolIds.includes(tool)) continue;
    throw refuse(
      `tools.${i}`,
      `there is no tool '${tool}'`,
      `one of: ${toolIds.join(', ')}`,
      nearest(tool, toolIds),
    );
  }
  for (const [field, tools] of [
    ['baseline_prompt', []],
    ['tools_prompt', toolNames(task)],
  ] as const) {
    const known = knownPlaceholders(tools);
    const unknown = findUnknownPlaceholder(task[field], known);
    if (!unknown) continue;
    const names = known.map((name) => `{{${name}}}`).join(', ');
    throw refuse(
      field,
      `nothing is put in place of {{${unknown.placeholder}}}`,
      `one of: ${names}`,
      unknown.suggestion,
    );
  }
  try {
    grader.check(task.expected);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw refuse('expected', problem, `what the grader '${grader.title}' compares with`);
  }
}

/** Names of a task's tools; a command goes by its own id. */
export const toolNames = ({ tools }: Pick<Task, 'tools'>): string[] =>
  tools.map((tool) => (typeof tool === 'string' ? tool : tool.id));

/** The task with the files that it is about, as they are now. */
export function targetOf(
  id: string,
  task: Task,
  { root, directory: cwd }: { root: string; directory: string },
  own?: string,
): TaskTarget {
  const target = own ?? task.target;
  const directory = target === 'fixture' ? join(root, 'benchmarks/tasks/_fixture') : resolve(cwd, target);
  // A folder of the user's is not laid out like the one that the patterns were written for.
  const files = readTarget(directory, own === undefined ? task.files : ['**/*']);
  const planned: PlannedTask = {
    ...task,
    id,
    target,
    is_graded: own === undefined,
    sources: files.map(({ path, text }) => ({
      path,
      sha256: createHash('sha256').update(text).digest('hex'),
    })),
  };
  return { task: planned, directory, files };
}
