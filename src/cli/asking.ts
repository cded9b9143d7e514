/** What every command has in common that asks a model. */
import { TitoError } from '../errors.ts';
import type { TasksOptions } from '../workflows/tasks.ts';
import { BenchmarkRunner } from './benchmark-runner.ts';
import type { OptionSpec } from './command.ts';
import type { Context } from './context.ts';
import {
  dryRunOption,
  formatOption,
  outputOption,
  positiveInteger,
  positiveSeconds,
  profileOption,
  reportWishes,
  rowsOption,
  seedOption,
  templateOption,
} from './options.ts';
import { keepHeapSmall } from './small-heap.ts';

/**
 * Reads a share: `0.05` or `5%`.
 * @throws TitoError `usage`
 */
export function share(word: string): number {
  const value = word.endsWith('%') ? Number(word.slice(0, -1)) / 100 : Number(word);
  if (word.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new TitoError('usage', { message: `'${word}' is no share: give 0.05 or 5%.` });
}

/**
 * Reads a number of per cent, 0 or more: `5` or `5%`.
 * @throws TitoError `usage`
 */
export function percent(word: string): number {
  const value = Number(word.replace(/%$/, ''));
  if (word.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new TitoError('usage', { message: `'${word}' is no number of per cent.` });
}

export const askingOptions: readonly OptionSpec[] = [
  profileOption,
  {
    flags: '--provider <name>',
    description: "who answers (default: auto, the profile's models where they can be reached)",
    choices: ['auto', 'embedded', 'ollama', 'openai'],
  },
  { flags: '-m, --model <names...>', description: "models instead of the profile's" },
  { flags: '--endpoint <url>', description: "base URL of the model server instead of the profile's" },
  {
    flags: '-n, --samples <number>',
    description: 'samples of each arm, task and model',
    parse: positiveInteger,
  },
  {
    flags: '-c, --concurrency <number>',
    description: 'requests under way at a time, per endpoint (default: 1)',
    parse: positiveInteger,
  },
  {
    flags: '--attempts <number>',
    description: 'attempts per sample, 1 for no retry (default: 3)',
    parse: positiveInteger,
  },
  {
    flags: '--idle-limit <seconds>',
    description: 'longest silence within an answer (default: 30)',
    parse: positiveSeconds,
  },
  {
    flags: '--first-token-limit <seconds>',
    description: 'longest wait for the first token (default: 60)',
    parse: positiveSeconds,
  },
  {
    flags: '--connect-limit <seconds>',
    description: 'longest wait for a connection (default: 5)',
    parse: positiveSeconds,
  },
  {
    flags: '--max-error-rate <share>',
    description: 'end early when more than this share of the samples fails, as in 0.05 or 5%',
    parse: share,
  },
  {
    flags: '--target <folder>',
    description: "look at this folder instead of the tasks' own; answers are not graded then",
  },
  { flags: '--resume [journal]', description: 'go on with an interrupted run (default: the newest)' },
  seedOption,
  formatOption,
  templateOption,
  rowsOption,
  outputOption,
  dryRunOption,
];

/** What holds a run against an earlier one. */
export const gateOptions: readonly OptionSpec[] = [
  {
    flags: '--baseline <file>',
    description:
      'hold the run against this saved one of the same batch; it is checked before anything is asked',
  },
  {
    flags: '--fail-on-regression',
    description: 'exit with 4 where something got worse than in the baseline beyond doubt',
  },
  {
    flags: '--threshold <percent>',
    description:
      'by how much it has to be worse: per cent of time and tokens, points of quality (default: 5)',
    parse: percent,
  },
];

/** What a command runs. */
type Chosen = Pick<TasksOptions, 'batch' | 'tasks' | 'profiles' | 'view'>;

/**
 * Runs chosen tasks or a batch with these options.
 * @returns the exit code
 */
export async function ask(
  context: Context,
  chosen: Chosen,
  options: Record<string, unknown>,
): Promise<number> {
  refuseGateWithoutBaseline(chosen, options);
  const { say } = await import('./failure.ts');
  const { createProgress } = await import('./progress.ts');
  const { tasks } = await import('../workflows/tasks.ts');
  keepHeapSmall();
  const { target, resume, dryRun, verbose, baseline, threshold, failOnRegression } = options;
  const wanted = {
    ...chosen,
    flags: flagsOf(options),
    dryRun: dryRun === true,
    verbose: verbose === true,
    isGate: failOnRegression === true,
    ...(typeof target === 'string' ? { target } : {}),
    ...(await reportWishes(context, options)),
    ...(typeof resume === 'string' ? { resume } : {}),
    ...(resume === true ? { resume: true as const } : {}),
    ...(typeof baseline === 'string' ? { baseline } : {}),
    ...(typeof threshold === 'number' ? { threshold_percent: threshold } : {}),
  };
  const runner = new BenchmarkRunner(context);
  const outcome = await tasks(context, runner, wanted, () => createProgress(context, wanted.verbose));
  return typeof outcome === 'number' ? outcome : say(context, outcome);
}

/** A gate that nothing is held against would pass for ever. */
function refuseGateWithoutBaseline(
  { batch, profiles }: { batch: string | null; profiles?: readonly string[] },
  { baseline, failOnRegression, threshold }: Record<string, unknown>,
): void {
  const flag = failOnRegression === true ? '--fail-on-regression' : '--threshold';
  if (baseline !== undefined || (failOnRegression !== true && threshold === undefined)) return;
  if (profiles) {
    const message = `Option '${flag}' is for two results files, not for profiles.`;
    throw new TitoError('usage', { message, command: 'tito tasks compare' });
  }
  const message = `Option '${flag}' needs a saved run to hold this one against: --baseline FILE.`;
  throw new TitoError('usage', { message, command: `tito tasks ${batch === null ? 'run' : 'batch'}` });
}

/** The options' words as settings, by dotted path. */
export function flagsOf(options: Record<string, unknown>): Record<string, unknown> {
  return {
    profile: options.profile,
    seed: options.seed,
    format: options.format,
    'tasks.provider': options.provider,
    'tasks.models': options.model,
    'tasks.endpoint': options.endpoint,
    'tasks.samples': options.samples,
    'tasks.concurrency': options.concurrency,
    'tasks.attempts': options.attempts,
    'tasks.idle_limit_s': options.idleLimit,
    'tasks.first_token_limit_s': options.firstTokenLimit,
    'tasks.connect_limit_s': options.connectLimit,
    'tasks.max_error_rate': options.maxErrorRate,
  };
}
