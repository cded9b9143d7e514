import { STDOUT, TitoError } from '../errors.ts';
import type { Context } from './context.ts';

/** A failure as a reader wants it: what happened, then what to do. */
export const failureAsText = (error: TitoError): string => `${error.message}\n${error.hint}\n`;

/** The same for programs. */
export const failureAsJson = (error: TitoError): string =>
  `${JSON.stringify({ error: { code: error.code, message: error.message, hint: error.hint } })}\n`;

/**
 * Says a failure on stderr. For a command that has already written its document and fails afterwards:
 * stdout stays one document.
 *
 * @returns the exit code
 */
export function say(context: Context, error: TitoError): number {
  context.stderr.write(failureAsText(error));
  return error.exit;
}

/**
 * Explains whatever ended a command: on stdout as JSON where JSON was asked for, otherwise on stderr.
 * What tito did not foresee is a bug; its stack trace is shown only with `--verbose`.
 *
 * @returns the exit code
 */
export function explain(context: Context, error: unknown): number {
  const known = asTitoError(error, context.signal.aborted);
  const words = beforeTerminator(context.argv);
  // What could not be written to stdout is not said there.
  const isWritable = known.details.file !== STDOUT;
  if (asksForJson(words) && isWritable) context.stdout.write(failureAsJson(known));
  else context.stderr.write(failureAsText(known));
  if (words.includes('--verbose')) context.stderr.write(`${trace(error)}\n`);
  return known.exit;
}

function asTitoError(error: unknown, isInterrupted: boolean): TitoError {
  if (error instanceof TitoError) return error;
  if (isInterrupted) return new TitoError('interrupted', {}, error);
  return new TitoError('bug', { message: error instanceof Error ? error.message : String(error) }, error);
}

/** The stack of an error and of its causes. */
function trace(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\nCaused by: ${trace(error.cause)}`;
}

/** Words after `--` are never options. */
function beforeTerminator(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end < 0 ? argv : argv.slice(0, end);
}

/** Read from the raw words, because a failure may come before they were parsed. The last one counts. */
function asksForJson(words: readonly string[]): boolean {
  const formats = words.flatMap((word, i) => {
    if (word === '--format' || word === '-f') return [words[i + 1]];
    return word.match(/^(?:--format=|-f=?)(.+)$/)?.[1] ?? [];
  });
  return formats.at(-1) === 'json';
}
