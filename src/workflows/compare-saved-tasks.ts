import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context } from '../cli/context.ts';
import { loadConfig } from '../config/load-config.ts';
import { EXIT, TitoError } from '../errors.ts';
import { aggregateTasks } from './aggregate-tasks.ts';
import { compareModelsOf } from './compare-task-models.ts';
import { type CompareOptions, compareTaskFiles } from './compare-tasks.ts';
import { checkFormat, wishesOf, writeReport } from './write-report.ts';

export interface CompareSavedOptions extends Omit<CompareOptions, 'threshold_percent'> {
  threshold_percent: number | null;
  /** Names of models to compare within one run; empty for all of it. */
  models: readonly string[];
}

/**
 * `tito tasks compare` with words that name saved runs: one for its models against each other, two for a later against
 * an earlier one, more of them or a folder for all together.
 *
 * @throws TitoError `usage` for words that don't go together, and what reading a run throws
 */
export async function compareSavedTasks(
  context: Context,
  words: readonly string[],
  options: CompareSavedOptions,
): Promise<number> {
  const [first, second, third] = words;
  const isFiles = !words.some((word) => isFolder(resolve(context.cwd, word)));
  const isTwo = isFiles && first !== undefined && second !== undefined && third === undefined;
  if (!isTwo && (options.isGate || options.threshold_percent !== null)) {
    throw usage('--fail-on-regression and --threshold are for two results files, the earlier one first.');
  }
  if (options.models.length > 0 && (second !== undefined || !isFiles)) {
    throw usage(
      '--models compares models within one results file, or runs them: models of different runs met different conditions.',
    );
  }
  if (isTwo) {
    const threshold_percent = options.threshold_percent ?? 5;
    return compareTaskFiles(context, [first, second], { ...options, threshold_percent });
  }
  const { values } = await loadConfig({ cwd: context.cwd, env: context.env, flags: options.flags });
  const target = { format: values.format, ...wishesOf(options) };
  await checkFormat(context.root, target);
  const report =
    isFiles && first !== undefined && second === undefined
      ? await compareModelsOf(context, first, options.models)
      : await aggregateTasks(context, words);
  await writeReport(context, report, target);
  return EXIT.done;
}

const usage = (message: string) => new TitoError('usage', { message, command: 'tito tasks compare' });

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
