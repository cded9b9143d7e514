import { relative, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../cli/context.ts';
import { loadConfig } from '../config/load-config.ts';
import { EXIT } from '../errors.ts';
import type { BaselineReport } from '../schema/baseline-report.ts';
import { readRun } from '../storage/read-run.ts';
import { nextCommand, reportRun } from './report-run.ts';
import { writeReport } from './write-report.ts';

/** Settings of the command line, by dotted path, and where the report goes. */
export interface ReportOptions {
  flags: Record<string, unknown>;
  output?: string;
}

/**
 * Renders a saved run again. All figures are computed anew from its raw samples; where the file states others, that
 * is said on stderr.
 */
export async function reportFile(context: Context, word: string, options: ReportOptions): Promise<number> {
  const { values } = await loadConfig({ cwd: context.cwd, env: context.env, flags: options.flags });
  const file = resolve(context.cwd, word);
  const { run, stated } = readRun(file);
  const shown = relative(context.cwd, file) || word;
  const { report, data } = await reportRun(context.root, run, nextCommand(context.root, shown));
  for (const difference of stated ? differences(stated, data) : []) context.stderr.write(`${difference}\n`);
  const { output } = options;
  await writeReport(context, report, { format: values.format, ...(output === undefined ? {} : { output }) });
  return EXIT.done;
}

/** Where a file states something else than its own samples give: it was edited, or another version wrote it. */
function differences(stated: Record<string, unknown>, computed: BaselineReport): string[] {
  const short = (value: unknown) => {
    const text = JSON.stringify(value) ?? 'nothing';
    return text.length > 60 ? 'something else' : text;
  };
  return Object.entries(computed)
    .filter(([name, value]) => !isDeepStrictEqual(stated[name], JSON.parse(JSON.stringify(value))))
    .map(
      ([name, value]) => `${name}: the file says ${short(stated[name])}, its samples give ${short(value)}.`,
    );
}
