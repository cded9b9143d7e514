import { relative, resolve } from 'node:path';
import { differences } from '../analysis/check/differences.ts';
import type { Context } from '../cli/context.ts';
import { loadConfig } from '../config/load-config.ts';
import { EXIT } from '../errors.ts';
import { type AnySavedRun, isCapstone, isDefined } from '../schema/runs.ts';
import { readRun } from '../storage/read-run.ts';
import { submitCommand } from './next-command.ts';
import { nextCommand, reportRun } from './report-run.ts';
import { shareCommand } from './share-command.ts';
import { checkFormat, type ReportWishes, wishesOf, writeReport } from './write-report.ts';

/** Settings of the command line, by dotted path, and where the report goes. */
export interface ReportOptions extends ReportWishes {
  flags: Record<string, unknown>;
}

/**
 * Renders a saved run again. All figures are computed anew from its raw samples; where the file states others, that
 * is said on stderr.
 */
export async function reportFile(context: Context, word: string, options: ReportOptions): Promise<number> {
  const { values } = await loadConfig({ cwd: context.cwd, env: context.env, flags: options.flags });
  const target = { format: values.format, ...wishesOf(options) };
  await checkFormat(context.root, target);
  const file = resolve(context.cwd, word);
  const { run, stated } = readRun(file);
  const shown = relative(context.cwd, file) || word;
  const hint = hintAfter(run, context.root, shown);
  const { report, data } = await reportRun(context.root, run, hint, stated);
  for (const { path, message } of stated ? differences(stated, data) : []) {
    context.stderr.write(`${path}: ${message}.\n`);
  }
  await writeReport(context, report, target);
  return EXIT.done;
}

function hintAfter(run: AnySavedRun, root: string, file: string): string {
  if (!isDefined(run)) return shareCommand(file);
  return (isCapstone(run) ? submitCommand : nextCommand)(root, file);
}
