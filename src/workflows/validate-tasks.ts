import { resolve } from 'node:path';
import type { Context } from '../cli/context.ts';
import { type LoadedConfig, loadConfig } from '../config/load-config.ts';
import { loadProfile } from '../config/load-profile.ts';
import { findTasks, loadTask } from '../config/load-task.ts';
import { selectProfile } from '../config/select-profile.ts';
import { discover } from '../discovery/discover.ts';
import { EXIT } from '../errors.ts';
import { readCapacity } from '../hardware/limits.ts';
import { type Check, layOutChecks } from './check-list.ts';
import { inspectModel, loadProvider, wantedModels } from './choose-models.ts';
import { checkProfile, checkResults, explained, type Finding } from './doctor-checks.ts';
import { checkTask, loadGrader, targetOf } from './plan-tasks.ts';
import { writeReport } from './write-report.ts';

export interface ValidateOptions {
  flags: Record<string, unknown>;
  /** Whether the commands that mend what is wrong are listed at the end. */
  isFixing: boolean;
  output?: string;
}

/**
 * `tito tasks validate`: everything that a run needs, looked at before anything is spent.
 * @returns 5 where something needed is missing, 0 with warnings
 * @throws TitoError `invalid_config` where the configuration itself can't be read
 */
export async function validateTasks(context: Context, options: ValidateOptions): Promise<number> {
  const { cwd: directory, env, root } = context;
  const config = await loadConfig({ cwd: directory, env, flags: options.flags });
  const places = { root, directory };
  const checks: Check[] = [
    { id: 'configuration', title: 'Configuration', status: 'ok', detail: namePlaces(config) },
    { id: 'profile', title: 'Profile', ...(await checkProfile(config, readCapacity(), places)) },
    ...(await checkTasks(context)),
    ...(await checkModels(context, config)),
    {
      id: 'results',
      title: 'Results folder',
      ...(await checkResults(resolve(directory, config.values.output.directory))),
    },
  ];
  const report = layOutChecks(checks, { icon: '🔎', title: 'Tasks', next: 'tito tasks batch standard' });
  if (options.isFixing) {
    const commands = checks.flatMap(({ status, hint }) => (status === 'ok' ? [] : (quoted(hint) ?? [])));
    const text =
      commands.length > 0 ? `To mend it:\n${commands.join('\n')}` : 'Nothing to mend by a command.';
    report.parts.push({ kind: 'message', icon: '🔧', tone: 'hint', text });
    report.data.commands = commands;
  }
  const { output } = options;
  const { format } = config.values;
  await writeReport(context, report, { format, ...(output === undefined ? {} : { output }) });
  return checks.some(({ status }) => status === 'failed') ? EXIT.environment : EXIT.done;
}

/** The commands that a hint names in quotes. */
const quoted = (hint = ''): string[] =>
  [...hint.matchAll(/'([a-z][^']* [^']+)'/g)].map(([, command = '']) => command);

function namePlaces({ origins }: LoadedConfig): string {
  const set = Object.values(origins).filter((origin) => origin !== 'default');
  return set.length === 0 ? 'defaults' : `defaults, changed by ${[...new Set(set)].join(', ')}`;
}

/** Reads every task with its files and its grader. */
async function checkTasks(context: Context): Promise<Check[]> {
  const places = { root: context.root, directory: context.cwd };
  const toolIds = discover('tool', 'src/tasks/tools', { root: context.root }).map(({ id }) => id);
  return Promise.all(
    findTasks(places).map(async ({ id }): Promise<Check> => {
      const about = { id: `task_${id}`, title: `Task ${id}` };
      try {
        const task = await loadTask(id, places);
        checkTask(id, task, await loadGrader(context.root, task.grader), toolIds);
        const { files } = targetOf(id, task, places);
        return { ...about, status: 'ok', detail: `${files.length} files, grader ${task.grader}` };
      } catch (failure) {
        return { ...about, ...explained(failure) };
      }
    }),
  );
}

/** Asks every endpoint what it has. Where `auto` chooses, a missing one is no failure: the embedded analyst answers. */
async function checkModels(context: Context, config: LoadedConfig): Promise<Check[]> {
  const { tasks } = config.values;
  const isChosen = tasks.provider === 'auto' && tasks.endpoint === null;
  const id = tasks.provider === 'auto' ? 'ollama' : tasks.provider;
  const found = discover('provider', 'src/tasks/providers', { root: context.root });
  const about = { id: 'provider', title: 'Provider' };
  try {
    const provider = await loadProvider(id, found);
    if (!provider.is_language_model) {
      return [
        { ...about, status: 'warning', detail: provider.title, hint: 'No language model will be asked.' },
      ];
    }
    const { profile } = await selectProfile(config, readCapacity(), {
      root: context.root,
      directory: context.cwd,
    });
    const models = wantedModels(
      id,
      tasks,
      await loadProfile(profile.id, { root: context.root, directory: context.cwd }),
    );
    return await Promise.all(
      models.map(async (model): Promise<Check> => {
        const finding = await inspectModel(context, provider, model, tasks).then(
          (): Finding => ({ status: 'ok', detail: `at ${model.endpoint}` }),
          explained,
        );
        const status = finding.status === 'failed' && isChosen ? 'warning' : finding.status;
        return { id: `model_${model.model}`, title: `Model ${model.model}`, ...finding, status };
      }),
    );
  } catch (failure) {
    return [{ ...about, ...explained(failure) }];
  }
}
