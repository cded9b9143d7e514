/** One comparison of each kind, as an outcome. */
import { mkdirSync } from 'node:fs';
import { median } from 'simple-statistics';
import type { Arguments } from './arguments.ts';
import { compare, runsOneAfterTheOther, save, type Tito, told, usualAlone, usualPair } from './ask.ts';
import { type Case, COMMAND, COMMAND_BUDGETS, COMMAND_RUNS, COMMAND_WARM, savedBudget } from './cases.ts';
import type { Outcome, OutcomeOf } from './outcome.ts';
import { lastingFunction, Sides } from './sides.ts';
import { welch } from './statistics.ts';

/** Where things are; `saved` is the folder of runs that are to be compared later. */
export interface Place {
  given: Pick<Arguments, 'tito' | 'budget_s'>;
  saved: string;
}

export async function measure(of: Case, place: Place): Promise<Outcome> {
  const sides = new Sides();
  const tito: Tito = { file: place.given.tito, folder: sides.folder };
  const { budget_s } = place.given;
  const budget = ['--budget', `${budget_s}`];
  try {
    switch (of.kind) {
      case 'function': {
        const { comparison } = await compare(tito, [...sides.functions(of.workload, of.effect), ...budget]);
        return { ...of, kind: 'function', by: 'tito', ...told(comparison) };
      }
      case 'function-tools': {
        const start = performance.now();
        const files = sides.functions(of.workload, of.effect);
        const { tinybench, mitata } = await usualPair(files, budget_s * 1000);
        const figures = ({ welch, mann_whitney, ratio }: typeof mitata) => ({ welch, mann_whitney, ratio });
        const spent_s = (performance.now() - start) / 1000;
        const tools = { tinybench: figures(tinybench), mitata: figures(mitata) };
        return { ...of, kind: 'function-tools', tools, spent_s };
      }
      case 'command': {
        const longer = ['--budget', `${COMMAND_BUDGETS * budget_s}`];
        const { comparison } = await compare(tito, ['-c', COMMAND, '-c', COMMAND, ...longer]);
        return { kind: 'command', ...told(comparison) };
      }
      case 'command-tools': {
        const { a, b } = await runsOneAfterTheOther(['-e', '0'], COMMAND_WARM, COMMAND_RUNS);
        return { kind: 'command-tools', welch: welch(a, b), ratio: median(b) / median(a) };
      }
      case 'closures':
        return await closures(tito, sides, budget_s);
      case 'saved':
        return await savedRun(of.workload, place);
    }
  } finally {
    sides.remove();
  }
}

/**
 * How much longer than alone a function takes beside another closure of its factory. With tito, which has each contender in
 * an isolate of its own, both take turns; between two runs of the other tools the machine may have become another one.
 */
async function closures(tito: Tito, sides: Sides, budget_s: number): Promise<Outcome> {
  const { pair, alone } = sides.closures();
  const { comparison } = await compare(tito, [alone, pair[0], '--budget', `${budget_s}`]);
  const usual = await usualPair(pair, budget_s * 1000);
  const usualSingle = await usualAlone(alone, budget_s * 1000);
  const share = (tool: 'tinybench' | 'mitata') => usual[tool].typical_ms / usualSingle[tool].typical_ms;
  return {
    kind: 'closures',
    tito: comparison.ratio ?? Number.NaN,
    tinybench: share('tinybench'),
    mitata: share('mitata'),
  };
}

async function savedRun(
  workload: OutcomeOf<'saved'>['workload'] & Extract<Case, { kind: 'saved' }>['workload'],
  { given, saved }: Place,
): Promise<Outcome> {
  mkdirSync(saved, { recursive: true });
  const at = new Date().toISOString();
  const file = await save({ file: given.tito, folder: saved }, [
    lastingFunction(saved, workload),
    '--budget',
    `${savedBudget}`,
  ]);
  return { kind: 'saved', workload, file, at };
}

/** Two saved runs, held against each other with the gate, and all the others as the history of this code. */
export async function comparePair(
  [before, after]: readonly [OutcomeOf<'saved'>, OutcomeOf<'saved'>],
  { given, saved }: Place,
): Promise<Outcome> {
  const tito = { file: given.tito, folder: saved };
  const words = [before.file, after.file, '--fail-on-regression', '--threshold', '5'];
  const { comparison, report } = await compare(tito, words);
  return {
    kind: 'saved-pair',
    workload: after.workload,
    minutes_apart: (Date.parse(after.at) - Date.parse(before.at)) / 60_000,
    gate_failed: report.gate.failed,
    verdict: comparison.verdict,
    ratio: comparison.ratio,
    ci95: comparison.ratio_ci95,
  };
}
