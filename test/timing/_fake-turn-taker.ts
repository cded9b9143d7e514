import type { Outcome, TurnTaker } from '../../src/turn-contracts.ts';
import { FACTS, type FakeClock } from './_fake-isolate.ts';

export const outcome = (hash: string): Outcome => ({
  hash,
  structure: hash,
  numbers: new Float64Array(),
  lists: [],
  tolerances: [],
  shown: hash,
});

/** A contender that executes nothing: every call moves the clock. Starting and stopping costs `overheadMs`. */
export function fakeTurnTaker(options: {
  clock: FakeClock;
  callMs: number;
  overheadMs?: number;
  override?: Partial<TurnTaker>;
}): TurnTaker {
  const { clock, callMs, overheadMs = 0 } = options;
  return {
    facts: FACTS,
    pace: 'shared',
    pin: async () => true,
    check: async () => {
      clock.now += overheadMs;
      return null;
    },
    outcome: () => outcome('equal'),
    run: async (calls) => {
      clock.now += calls * callMs;
      return { ms: calls * callMs, preempted: false };
    },
    sample: async (budgetMs) => {
      clock.now += budgetMs;
      return { calls_ms: [callMs], calls_per_sample: 1 };
    },
    conclude: async () => ({ hash: 'equal', finding: null }),
    close: async () => {},
    ...options.override,
  };
}
