import { resolve } from 'node:path';
import { versions } from 'node:process';
import type { Context } from '../cli/context.ts';
import { defaultConfig, type LoadedConfig, loadConfig } from '../config/load-config.ts';
import { EXIT } from '../errors.ts';
import { readCapacity } from '../hardware/limits.ts';
import { timerResolution } from '../hardware/timer.ts';
import { type Check, layOutChecks } from './check-list.ts';
import {
  checkProfile,
  checkPython,
  checkResults,
  checkRuntime,
  checkSubject,
  checkTimer,
  explained,
  type Finding,
} from './doctor-checks.ts';
import { checkModels } from './doctor-models.ts';
import { writeReport } from './write-report.ts';

export interface DoctorOptions {
  /** Flags by setting, undefined where not given. */
  flags: Record<string, unknown>;
  output?: string;
}

/**
 * Checks everything that a benchmark needs and says what to do about what is missing.
 * @returns the exit code: 5 where something needed is missing, 0 with warnings
 */
export async function doctor(context: Context, options: DoctorOptions): Promise<number> {
  const { config, finding } = await readConfig(context, options.flags);
  const checks = await runChecks(context, config, finding);
  const { format } = config.values;
  const { output } = options;
  const report = layOutChecks(checks, { icon: '🩺', title: 'Doctor', next: 'tito benchmark baseline' });
  await writeReport(context, report, output === undefined ? { format } : { format, output });
  return checks.some(({ status }) => status === 'failed') ? EXIT.environment : EXIT.done;
}

/** A broken configuration is a finding: the other checks go on with the defaults, and the format asked for. */
async function readConfig(
  { cwd, env }: Context,
  flags: Record<string, unknown>,
): Promise<{ config: LoadedConfig; finding: Finding }> {
  try {
    const config = await loadConfig({ cwd, env, flags });
    return { config, finding: { status: 'ok', detail: namePlaces(Object.values(config.origins)) } };
  } catch (failure) {
    const config = defaultConfig();
    const format = typeof flags.format === 'string' ? flags.format : config.values.format;
    return { config: { ...config, values: { ...config.values, format } }, finding: explained(failure) };
  }
}

function namePlaces(origins: readonly string[]): string {
  const set = origins.filter((origin) => origin !== 'default').map((origin) => origin.replace(/:\d+$/, ''));
  return set.length === 0 ? 'defaults' : `defaults, changed by ${[...new Set(set)].join(', ')}`;
}

async function runChecks(context: Context, config: LoadedConfig, configuration: Finding): Promise<Check[]> {
  const { root, cwd: directory } = context;
  const { benchmark, output } = config.values;
  // Servers are waited for meanwhile.
  const models = checkModels(context, config);
  // A failure is met where it is awaited; another check that fails before must not leave it unhandled.
  models.catch(() => undefined);
  const { spec, ...subject } = await checkSubject(benchmark.subject, { root, directory });
  const isPython = spec?.kind === 'python' || benchmark.subject.startsWith('python:');
  return [
    { id: 'runtime', title: 'Runtime', ...checkRuntime(versions.node) },
    { id: 'timer', title: 'Timer', ...checkTimer(timerResolution()) },
    { id: 'configuration', title: 'Configuration', ...configuration },
    { id: 'profile', title: 'Profile', ...(await checkProfile(config, readCapacity(), { root, directory })) },
    { id: 'subject', title: 'Subject', ...subject },
    { id: 'python', title: 'Python', ...(await checkPython(benchmark.python, isPython)) },
    { id: 'models', title: 'Models', ...(await models) },
    { id: 'results', title: 'Results folder', ...(await checkResults(resolve(directory, output.directory))) },
  ];
}
