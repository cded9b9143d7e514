import { TitoError } from '../errors.ts';
import type { ReportWishes } from '../workflows/write-report.ts';
import type { OptionSpec } from './command.ts';
import type { Context } from './context.ts';

/**
 * Reads a duration.
 * @returns seconds, above 0
 * @throws TitoError `usage`
 */
export function positiveSeconds(word: string): number {
  const seconds = Number(word);
  if (word.trim() !== '' && Number.isFinite(seconds) && seconds > 0) return seconds;
  throw new TitoError('usage', { message: `'${word}' is no number of seconds above 0.` });
}

/**
 * Reads a number of per cent, above 0: `5` or `5%`.
 * @throws TitoError `usage`
 */
export function percentAboveZero(word: string): number {
  const value = Number(word.replace(/%$/, ''));
  if (word.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new TitoError('usage', { message: `'${word}' is no number of per cent above 0.` });
}

/** The words of an option that takes one or several. */
export const wordsOf = (value: unknown): string[] =>
  [value].flat().filter((each): each is string => typeof each === 'string');

/**
 * Reads a whole number.
 * @returns 1 or more
 * @throws TitoError `usage`
 */
export function positiveInteger(word: string): number {
  const value = Number(word);
  if (/^\d+$/.test(word) && value >= 1 && Number.isSafeInteger(value)) return value;
  throw new TitoError('usage', { message: `'${word}' is no whole number above 0.` });
}

/**
 * Reads an unsigned 32-bit integer in decimal digits.
 * @throws TitoError `usage`
 */
export function uint32(word: string): number {
  const value = Number(word);
  if (/^\d+$/.test(word) && value < 2 ** 32) return value;
  throw new TitoError('usage', { message: `'${word}' is no whole number from 0 to ${2 ** 32 - 1}.` });
}

export const formatOption: OptionSpec = {
  flags: '-f, --format <name>',
  description: 'how the report is written',
  ids: { kind: 'format', folder: 'src/reporters' },
};

export const outputOption: OptionSpec = {
  flags: '-o, --output <file>',
  description: 'write the report to a file instead of the standard output',
};

export const templateOption: OptionSpec = {
  flags: '--template <file>',
  description: 'lay the report out by an Eta template of your own instead of a format',
};

export const rowsOption: OptionSpec = {
  flags: '--rows <what>',
  description: 'rows of --format csv or junit: one for each task, model and arm, or every sample',
  choices: ['summary', 'samples'],
};

/**
 * Reads where and how a report is written, and compiles its template, before anything is spent.
 * @throws TitoError `usage`, `unreadable_file`, `invalid_template`
 */
export async function reportWishes(
  { cwd }: Pick<Context, 'cwd'>,
  { format, output, rows, template }: Record<string, unknown>,
): Promise<ReportWishes> {
  const written: ReportWishes = {
    ...(typeof output === 'string' ? { output } : {}),
    ...(rows === 'samples' || rows === 'summary' ? { rows } : {}),
  };
  if (typeof template !== 'string') return written;
  const other = [...(format === undefined ? [] : ['--format']), ...(rows === undefined ? [] : ['--rows'])];
  if (other.length > 0) {
    const message = `--template takes the place of ${other.join(' and ')}: give one of them.`;
    throw new TitoError('usage', { message });
  }
  const { readTemplate } = await import('../workflows/report-template.ts');
  return { ...written, template: readTemplate(cwd, template) };
}

export const seedOption: OptionSpec = {
  flags: '--seed <number>',
  description: 'seed of every generator, 0 to 4294967295 (default: a new one, saved with the run)',
  parse: uint32,
};

export const profileOption: OptionSpec = {
  flags: '-p, --profile <name>',
  description: 'hardware class (default: the one that fits this machine)',
  ids: { kind: 'profile', folder: 'profiles', endings: ['.yaml', '.yml'], extendable: true },
};

export const dryRunOption: OptionSpec = {
  flags: '--dry-run',
  description: 'show the plan and execute nothing',
};

/** Every command has this one; it is added by the dispatcher. */
export const verboseOption: OptionSpec = {
  flags: '--verbose',
  description: 'tell more on the way: progress lines, output of the subject, stack traces',
};
