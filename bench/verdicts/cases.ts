/** What the study does, decided before it begins: how often each case is wanted, and how long all of it takes. */
import type { Arguments } from './arguments.ts';
import type { Load, Outcome } from './outcome.ts';
import type { WorkloadName } from './workloads.ts';

export type Case =
  | { kind: 'function' | 'function-tools'; workload: WorkloadName; effect: number; load: Load }
  | { kind: 'command' | 'command-tools' | 'closures' }
  | { kind: 'saved'; workload: WorkloadName };

export interface Wanted {
  case: Case;
  times: number;
  /** What one of them takes, roughly. */
  seconds: number;
}

/** Commands are measured in pairs of processes: about twenty of them in so many times the budget of a comparison. */
export const COMMAND = 'node -e 0';
export const COMMAND_BUDGETS = 1.75;
export const COMMAND_RUNS = 20;
export const COMMAND_WARM = 2;
/** What a start of tito and a look at the machine take, beside the budget. */
const START_S = 0.9;
/** What a process with both tools takes beside them. */
const TOOLS_START_S = 0.5;
const SAVED_BUDGET_S = 1;
/** The published study has 50 saved pairs and 50 of closures for 100 comparisons. */
const HALF = 0.5;

export const savedBudget = SAVED_BUDGET_S;

export function casesOf(given: Arguments): Wanted[] {
  const { parts, pairs, tool_pairs, budget_s, loads, workloads } = given;
  const half = Math.ceil(pairs * HALF);
  const functions = (effect: number, load: Load): Wanted[] =>
    workloads.flatMap((workload) => [
      {
        case: { kind: 'function', workload, effect, load } as const,
        times: pairs,
        // Started beside busy programs everything takes twice as long.
        seconds: budget_s + START_S * (load === 'both' ? 2 : 1),
      },
      {
        case: { kind: 'function-tools', workload, effect, load } as const,
        times: tool_pairs,
        seconds: 2 * budget_s + TOOLS_START_S,
      },
    ]);
  const wanted: Record<Arguments['parts'][number], () => Wanted[]> = {
    aa: () => loads.flatMap((load) => functions(0, load)),
    power: () => given.effects.flatMap((effect) => functions(effect, loads[0] ?? 'none')),
    commands: () => [
      { case: { kind: 'command' }, times: pairs, seconds: COMMAND_BUDGETS * budget_s + START_S },
      {
        case: { kind: 'command-tools' },
        times: tool_pairs,
        seconds: 0.05 * 2 * (COMMAND_RUNS + COMMAND_WARM),
      },
    ],
    closures: () => [
      {
        case: { kind: 'closures' },
        times: Math.min(half, tool_pairs),
        seconds: budget_s + START_S + 2 * (2 * budget_s + TOOLS_START_S),
      },
    ],
    saved: () =>
      workloads.map((workload, i) => ({
        case: { kind: 'saved', workload },
        // An earlier and a later run of each pair, divided among the workloads.
        times: 2 * Math.floor((half + workloads.length - 1 - i) / workloads.length),
        seconds: SAVED_BUDGET_S + START_S,
      })),
  };
  return given.parts.length === 0
    ? []
    : parts.flatMap((part) => wanted[part]()).filter(({ times }) => times > 0);
}

/** How often a case was measured already. */
export function doneOf(outcomes: readonly Outcome[], of: Case): number {
  const isOf = (each: Outcome) => {
    if (each.kind !== of.kind) return false;
    if (each.kind === 'saved') return 'workload' in of && each.workload === of.workload;
    if (!('effect' in each) || !('effect' in of)) return true;
    return each.workload === of.workload && each.effect === of.effect && each.load === of.load;
  };
  return outcomes.filter(isOf).length;
}

/** Seconds that are left, without waiting for the later half of saved runs. */
export const secondsLeft = (wanted: readonly Wanted[], outcomes: readonly Outcome[]): number =>
  wanted.reduce((sum, each) => sum + each.seconds * Math.max(0, each.times - doneOf(outcomes, each.case)), 0);
