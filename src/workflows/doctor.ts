import { resolve } from 'node:path';
import { versions } from 'node:process';
import type { Context } from '../cli/context.ts';
import { defaultConfig, type LoadedConfig, loadConfig } from '../config/load-config.ts';
import type { DocumentPart, Report } from '../contracts.ts';
import { EXIT } from '../errors.ts';
import { readCapacity } from '../hardware/limits.ts';
import { timerResolution } from '../hardware/timer.ts';
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
import { writeReport } from './write-report.ts';

export interface DoctorOptions {
  /** Flags by setting, undefined where not given. */
  flags: Record<string, unknown>;
  output?: string;
}

interface Check extends Finding {
  id: string;
  title: string;
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
  await writeReport(context, layOut(checks), output === undefined ? { format } : { format, output });
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
  const { spec, ...subject } = await checkSubject(benchmark.subject, { root, directory });
  const isPython = spec?.kind === 'python' || benchmark.subject.startsWith('python:');
  return [
    { id: 'runtime', title: 'Runtime', ...checkRuntime(versions.node) },
    { id: 'timer', title: 'Timer', ...checkTimer(timerResolution()) },
    { id: 'configuration', title: 'Configuration', ...configuration },
    { id: 'profile', title: 'Profile', ...(await checkProfile(config, readCapacity(), { root, directory })) },
    { id: 'subject', title: 'Subject', ...subject },
    { id: 'python', title: 'Python', ...(await checkPython(benchmark.python, isPython)) },
    { id: 'results', title: 'Results folder', ...(await checkResults(resolve(directory, output.directory))) },
  ];
}

/** The word says in every format and without colour what the icon says on a terminal. */
const LOOKS = {
  ok: { icon: '✔', tone: 'good', word: '' },
  warning: { icon: '!', tone: 'warning', word: ' (warning)' },
  failed: { icon: '✖', tone: 'bad', word: ' (failed)' },
} as const;

function describe({ status, title, detail, hint }: Check): DocumentPart {
  const { icon, tone, word } = LOOKS[status];
  const advice = hint === undefined ? '' : `\n   → ${hint}`;
  return { kind: 'message', icon, tone, text: `${title}${word}: ${detail}${advice}` };
}

function layOut(checks: readonly Check[]): Report {
  const failed = checks.filter(({ status }) => status === 'failed').length;
  const verdict: DocumentPart =
    failed === 0
      ? { kind: 'message', icon: '✔', tone: 'good', text: 'Ready: tito benchmark baseline' }
      : {
          kind: 'message',
          icon: '✖',
          tone: 'bad',
          text: `Not ready: ${failed} of ${checks.length} checks failed.`,
        };
  return {
    data: { schema_version: 1, ready: failed === 0, checks },
    rows: checks.map(({ id, status, detail, hint }) => ({ check: id, status, detail, hint: hint ?? null })),
    parts: [{ kind: 'heading', icon: '🩺', text: 'Doctor' }, ...checks.map(describe), verdict],
  };
}
