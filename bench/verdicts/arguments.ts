import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { TitoError } from '../../src/errors.ts';
import type { Load } from './outcome.ts';
import { WORKLOADS, type WorkloadName } from './workloads.ts';

export const PARTS = ['aa', 'power', 'commands', 'closures', 'saved'] as const;
export type Part = (typeof PARTS)[number];

export interface Arguments {
  parts: readonly Part[];
  /** Comparisons of each case by tito, and by the other tools. */
  pairs: number;
  tool_pairs: number;
  budget_s: number;
  /** Of equal code: without other load, beside busy programs, or both. */
  loads: readonly Load[];
  workloads: readonly WorkloadName[];
  effects: readonly number[];
  /** Least time between the two saved runs of a pair. */
  apart_min: number;
  /** The program. */
  tito: string;
  /** Where outcomes are written to; null for a new file. */
  resume: string | null;
  /** A file of outcomes to make the table of, without measuring; null to measure. */
  from: string | null;
  help: boolean;
}

const NAMES = Object.keys(WORKLOADS) as WorkloadName[];

export const HELP = `Usage: npm run --silent bench:verdicts -- [options]

How often a comparison is wrong and how much it finds: tito beside tinybench and mitata as their users compare, at equal
time and in turns, so that all meet the same noise. Prints a table in Markdown. It says how long it takes before it
begins (npm run build comes first; the machine should have nothing else to do).

  --only PART,...      ${PARTS.join(', ')} (default: all)
  --pairs N            comparisons of each case by tito (default: 100; saved pairs and closures: half of it at most)
  --tool-pairs N       the same by tinybench and mitata (default: 30)
  --budget SECONDS     of each comparison (default: 2)
  --load none|both|each  comparisons of equal code without other load, with all processors busy, or both (default: each)
  --workloads W,...    ${NAMES.join(', ')} (default: all)
  --effects E,...      true slow-downs in per cent (default: 2,5,10)
  --apart MINUTES      least time between the two saved runs of a pair (default: 30)
  --tito FILE          the program (default: dist/bin/tito.js)
  --resume FILE        goes on where a study was interrupted: every finished comparison is a line of its file
  --from FILE          makes the table of a finished or interrupted study again and measures nothing
`;

const usage = (message: string) => new TitoError('usage', { message, command: 'npm run bench:verdicts' });

/** @throws TitoError `usage` */
export function readArguments(argv: readonly string[]): Arguments {
  const given = parse(argv);
  const loads = { none: ['none'], both: ['both'], each: ['none', 'both'] } as const;
  const load = given.load as keyof typeof loads;
  if (!Object.hasOwn(loads, load)) throw usage(`--load is none, both or each, not '${given.load}'.`);
  return {
    parts: listOf('--only', given.only, PARTS),
    pairs: count('--pairs', given.pairs),
    tool_pairs: count('--tool-pairs', given['tool-pairs'], 0),
    budget_s: positive('--budget', given.budget),
    loads: loads[load],
    workloads: listOf('--workloads', given.workloads, NAMES),
    effects: given.effects.split(',').map((word) => positive('--effects', word) / 100),
    apart_min: Number(given.apart) === 0 ? 0 : positive('--apart', given.apart),
    tito: resolve(given.tito),
    resume: given.resume ?? null,
    from: given.from ?? null,
    help: given.help,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        only: { type: 'string', default: PARTS.join(',') },
        pairs: { type: 'string', default: '100' },
        'tool-pairs': { type: 'string', default: '30' },
        budget: { type: 'string', default: '2' },
        load: { type: 'string', default: 'each' },
        workloads: { type: 'string', default: NAMES.join(',') },
        effects: { type: 'string', default: '2,5,10' },
        apart: { type: 'string', default: '30' },
        tito: { type: 'string', default: join(import.meta.dirname, '../../dist/bin/tito.js') },
        resume: { type: 'string' },
        from: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (cause) {
    throw usage((cause as Error).message);
  }
}

function positive(flag: string, word: string): number {
  const number = Number(word);
  if (!(number > 0 && Number.isFinite(number))) throw usage(`${flag} needs a number above 0, not '${word}'.`);
  return number;
}

function count(flag: string, word: string, least = 1): number {
  const number = Number(word);
  if (!Number.isInteger(number) || number < least)
    throw usage(`${flag} needs a whole number from ${least} on, not '${word}'.`);
  return number;
}

function listOf<Word extends string>(flag: string, words: string, known: readonly Word[]): Word[] {
  return words.split(',').map((word) => {
    const found = known.find((each) => each === word);
    if (found === undefined) throw usage(`${flag}: '${word}' is none of ${known.join(', ')}.`);
    return found;
  });
}
