import { compareModels } from '../analysis/tasks/compare-models.ts';
import type { Context } from '../cli/context.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Report } from '../contracts.ts';
import { nearest } from '../discovery/load.ts';
import { TitoError } from '../errors.ts';
import type { TasksRun } from '../schema/tasks-run.ts';
import { readTasksRun } from './compare-tasks.ts';
import { layOut } from './lay-out.ts';

/**
 * Who answers when models are named to be compared: nobody takes their place, not even where that was left open.
 * @throws TitoError `usage` for the embedded analyst, which has no models
 */
export async function providerOfModels(context: Context, flags: Record<string, unknown>): Promise<string> {
  const { values } = await loadConfig({ cwd: context.cwd, env: context.env, flags });
  const { provider } = values.tasks;
  if (provider !== 'embedded') return provider === 'auto' ? 'ollama' : provider;
  const message = 'The embedded analyst is one and has no models: --models needs a model server.';
  throw new TitoError('usage', { message, command: 'tito tasks compare' });
}

/**
 * The models of a saved run against each other.
 * @param names empty for all of its models
 * @throws TitoError `usage` for fewer than two, `unknown_id`, and what reading a run throws
 */
export async function compareModelsOf(
  context: Context,
  word: string,
  names: readonly string[],
): Promise<Report> {
  const { file, run } = readTasksRun(context.cwd, word);
  const ids = names.length > 0 ? [...new Set(names)] : run.plan.models.map(({ id }) => id);
  for (const id of ids) checkModel(run, id);
  if (ids.length > 1) return reportModels(context.root, run, file, ids);
  const what = names.length > 0 ? 'One model is no comparison' : `${file} holds one model, ${ids.join()}`;
  const message = `${what}: give a second results file, or two models of one run.`;
  throw new TitoError('usage', { message, command: 'tito tasks compare' });
}

function checkModel({ plan }: TasksRun, id: string): void {
  const known = plan.models.map((model) => model.id);
  if (known.includes(id)) return;
  const suggestion = nearest(id, known);
  throw new TitoError('unknown_id', { kind: 'model', id, known: known.join(', '), suggestion });
}

/** @param file where the run is saved; null where it could not be */
export function reportModels(
  root: string,
  run: TasksRun,
  file: string | null,
  ids: readonly string[],
): Promise<Report> {
  const hint = file === null ? 'The run could not be saved.' : `All that the run says: tito report ${file}`;
  return layOut(root, 'tasks_models', compareModels(run, ids, file), hint);
}
