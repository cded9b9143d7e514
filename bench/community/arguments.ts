import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { TitoError } from '../../src/errors.ts';

const FORMATS = ['console', 'json'] as const;
export const PARTS = ['process', 'cold', 'serve', 'kill', 'postgres'] as const;
export type Part = (typeof PARTS)[number];

export interface Sizes {
  /** Of the large registry. */
  members: number;
  /** How often each question is asked of each registry. */
  turns: number;
  /** How often a command is started, and each server loaded. */
  starts: number;
  rounds: number;
  kills: number;
}

export interface Arguments extends Sizes {
  parts: readonly Part[];
  /** Where the registries are kept. */
  folder: string;
  format: (typeof FORMATS)[number];
  help: boolean;
}

const QUICK: Sizes = { members: 100_000, turns: 500, starts: 15, rounds: 3, kills: 3 };
const FULL: Sizes = { members: 1_000_000, turns: 2000, starts: 40, rounds: 7, kills: 20 };

const sizesText = (sizes: Sizes) =>
  Object.entries(sizes)
    .map(([name, size]) => `--${name} ${size}`)
    .join(' ');

export const HELP = `Usage: npm run --silent bench:community -- [--full] [--only PART,...] [--folder DIR] [--format console|json]

Measures what the registry of the community costs with many synthetic members (npm run build comes first), each
figure beside a control of the same run. It is no gate: the exit code is 0 unless a figure could not be taken.

  --only     ${PARTS.join(', ')}; the last starts a Postgres of its own, which has to be installed
  --folder   where the registries are kept; they are made once, a million members in a quarter of an hour and 2 GB
  --full     the sizes of the published figures: ${sizesText(FULL)}
             (otherwise ${sizesText(QUICK)})
`;

/** @throws TitoError `usage` */
export function readArguments(argv: readonly string[]): Arguments {
  const given = parse(argv);
  const format = FORMATS.find((each) => each === given.format);
  if (!format) throw usage(`'${given.format}' is no format: ${FORMATS.join(' or ')}.`);
  const sizes = { ...(given.full ? FULL : QUICK) };
  for (const name of Object.keys(sizes) as (keyof Sizes)[]) {
    const word = given[name];
    if (word !== undefined) sizes[name] = positive(name, word);
  }
  const parts = given.only === undefined ? PARTS : given.only.split(',').map(partOf);
  return { ...sizes, parts, folder: given.folder, format, help: given.help };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        full: { type: 'boolean', default: false },
        members: { type: 'string' },
        turns: { type: 'string' },
        starts: { type: 'string' },
        rounds: { type: 'string' },
        kills: { type: 'string' },
        only: { type: 'string' },
        folder: { type: 'string', default: join(tmpdir(), 'tito-bench-community') },
        format: { type: 'string', default: 'console' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (cause) {
    throw usage(cause instanceof Error ? cause.message : String(cause));
  }
}

function positive(name: string, word: string): number {
  const number = Number(word.replaceAll('_', ''));
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw usage(`--${name} is a whole number above 0, not '${word}'.`);
}

function partOf(word: string): Part {
  const part = PARTS.find((each) => each === word);
  if (part) return part;
  throw usage(`'${word}' is no part: ${PARTS.join(', ')}.`);
}

const usage = (message: string) =>
  new TitoError('usage', { message, command: 'npm run --silent bench:community --' });
