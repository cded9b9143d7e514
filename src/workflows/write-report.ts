import { resolve } from 'node:path';
import type { Context, Sink } from '../cli/context.ts';
import type { Report, Reporter, ReporterOptions } from '../contracts.ts';
import { discover } from '../discovery/discover.ts';
import { load, pick } from '../discovery/load.ts';
import { STDOUT, systemReason, TitoError } from '../errors.ts';
import { writeAtomically } from '../storage/write-atomically.ts';

/**
 * A report's JSON document by the user's own template.
 * @param hint what to do where it fails
 * @throws TitoError `invalid_template` with the line
 */
export type Template = (data: Record<string, unknown>, hint?: string) => string;

/** What the command line says about a report besides its format. */
export interface ReportWishes {
  /** File to write to instead of the standard output, relative to the working directory. */
  output?: string;
  /** Instead of the format. */
  template?: Template;
  /** What the rows of a table are: `samples` for every single one. */
  rows?: 'summary' | 'samples';
}

export interface WriteOptions extends ReportWishes {
  format: string;
}

/** Formats that are made of rows. */
const OF_ROWS = ['csv', 'junit'];

/** The wishes alone, out of whatever else a command has been told. */
export const wishesOf = ({ output, template, rows }: ReportWishes): ReportWishes => ({
  ...(output === undefined ? {} : { output }),
  ...(template === undefined ? {} : { template }),
  ...(rows === undefined ? {} : { rows }),
});

/** For a plan: a template is written for results. */
export const withoutTemplate = ({ template: _, ...options }: WriteOptions): WriteOptions => options;

/** @throws TitoError `unknown_id` for an unknown format; called early so that nothing is measured in vain */
export function loadReporter(root: string, format: string): Promise<Reporter> {
  const found = pick('format', format, discover('format', 'src/reporters', { root }));
  return load<Reporter>('reporter', found, ['title', 'render']);
}

/** @throws TitoError `unknown_id` or `usage` for what can't be written; called early so that nothing is measured in vain */
export async function checkFormat(root: string, { format, rows }: WriteOptions): Promise<void> {
  await loadReporter(root, format);
  if (rows !== 'samples' || OF_ROWS.includes(format)) return;
  const message = `'--rows samples' is for --format ${OF_ROWS.join(' or ')}, and the format is ${format}.`;
  throw new TitoError('usage', { message });
}

/**
 * Renders a report and writes it where it was asked for.
 *
 * @param saved file that holds what was measured, null where it could not be saved: then a template that fails leaves
 *   the report as JSON, so that nothing is lost
 * @throws TitoError `unknown_id` for an unknown format, `invalid_template`, `not_saved` where the file can't be written
 */
export async function writeReport(
  context: Context,
  report: Report,
  options: WriteOptions,
  saved?: string | null,
): Promise<void> {
  const { template, rows } = options;
  if (!template) {
    const samples = rows === 'samples' ? samplesOf(report) : {};
    return put(context, await rendered(context, { ...report, ...samples }, options.format, options), options);
  }
  try {
    return await put(context, template(report.data, hintFor(saved)), options);
  } catch (cause) {
    if (saved === null) await write(context.stdout, await rendered(context, report, 'json', {}));
    throw cause;
  }
}

const hintFor = (saved: string | null | undefined): string | undefined =>
  typeof saved === 'string'
    ? `Nothing is lost: mend the template, then 'tito report ${saved} --template FILE' renders it again.`
    : undefined;

/** @throws TitoError `usage` where a report has no samples, as those of several runs */
function samplesOf({ samples }: Report): Pick<Report, 'rows'> {
  if (samples) return { rows: samples() };
  throw new TitoError('usage', { message: "'--rows samples' is for a single run of tasks." });
}

async function rendered(
  context: Context,
  report: Report,
  format: string,
  wishes: ReportWishes,
): Promise<string | Iterable<string>> {
  const { render, pieces } = await loadReporter(context.root, format);
  return pieces?.(report) ?? render(report, optionsFor(context, wishes));
}

async function put(
  context: Context,
  text: string | Iterable<string>,
  { output }: ReportWishes,
): Promise<void> {
  if (output === undefined) return write(context.stdout, text);
  const file = resolve(context.cwd, output);
  try {
    writeAtomically(file, text);
  } catch (cause) {
    throw new TitoError('not_saved', { file, reason: systemReason(cause) }, cause);
  }
}

/** Colour on a terminal only, as NO_COLOR and FORCE_COLOR say; plain ASCII where the terminal can't show more. */
function optionsFor({ stdout, env }: Context, { output }: ReportWishes): ReporterOptions {
  const isTerminal = output === undefined && stdout.isTTY === true;
  const isForced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0';
  const isForbidden = (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  const isPlain = env.TERM === 'linux' || env.TERM === 'dumb' || /^(C|POSIX)$/.test(locale);
  return {
    colour: isForced || (isTerminal && !isForbidden),
    unicode: !(isTerminal && isPlain),
    ...(isTerminal && stdout.columns ? { columns: stdout.columns } : {}),
  };
}

/**
 * Waits until the stream has taken the text, so that a process that ends afterwards does not cut it off. The reader of a
 * pipe that is closed has seen enough.
 * @throws TitoError `not_saved`
 */
async function write(stream: Sink, text: string | Iterable<string>): Promise<void> {
  for (const piece of typeof text === 'string' ? [text] : text) {
    const cause = await new Promise<NodeJS.ErrnoException | null | undefined>((done) => {
      stream.write(piece, done);
    });
    if (cause?.code === 'EPIPE') return;
    if (!cause) continue;
    const hint = 'Free some space, or let it be written to another place.';
    const to = { what: 'The report', file: STDOUT, hint };
    throw new TitoError('not_saved', { ...to, reason: systemReason(cause) }, cause);
  }
}
