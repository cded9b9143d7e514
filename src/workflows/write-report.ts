import { resolve } from 'node:path';
import type { Context, Sink } from '../cli/context.ts';
import type { Report, Reporter, ReporterOptions } from '../contracts.ts';
import { discover } from '../discovery/discover.ts';
import { load, pick } from '../discovery/load.ts';
import { systemReason, TitoError } from '../errors.ts';
import { writeAtomically } from '../storage/write-atomically.ts';

export interface WriteOptions {
  format: string;
  /** File to write to instead of the standard output, relative to the working directory. */
  output?: string;
}

/** @throws TitoError `unknown_id` for an unknown format; called early so that nothing is measured in vain */
export function loadReporter(root: string, format: string): Promise<Reporter> {
  const found = pick('format', format, discover('format', 'src/reporters', { root }));
  return load<Reporter>('reporter', found, ['title', 'render']);
}

/**
 * Renders a report and writes it where it was asked for.
 * @throws TitoError `unknown_id` for an unknown format, `not_saved` where the file can't be written
 */
export async function writeReport(context: Context, report: Report, options: WriteOptions): Promise<void> {
  const { render } = await loadReporter(context.root, options.format);
  const text = await render(report, optionsFor(context, options));
  if (options.output === undefined) return write(context.stdout, text);
  const file = resolve(context.cwd, options.output);
  try {
    writeAtomically(file, text);
  } catch (cause) {
    throw new TitoError('not_saved', { file, reason: systemReason(cause) }, cause);
  }
}

/** Colour on a terminal only, as NO_COLOR and FORCE_COLOR say; plain ASCII where the terminal can't show more. */
function optionsFor({ stdout, env }: Context, { output }: WriteOptions): ReporterOptions {
  const isTerminal = output === undefined && stdout.isTTY === true;
  const isForced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0';
  const isForbidden = (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  const isPlain = env.TERM === 'linux' || env.TERM === 'dumb' || /^(C|POSIX)$/.test(locale);
  return { colour: isForced || (isTerminal && !isForbidden), unicode: !(isTerminal && isPlain) };
}

/** Waits until the stream has taken the text, so that a process that ends afterwards does not cut it off. */
function write(stream: Sink, text: string): Promise<void> {
  return new Promise((done, fail) => {
    stream.write(text, (cause) => (cause ? fail(cause) : done()));
  });
}
