import type { Isolate, Program } from '../../src/contracts.ts';
import type { SubjectFacts } from '../../src/schema/run.ts';

export const FACTS: SubjectFacts = {
  kind: 'module',
  name: 'fake',
  runtime: 'none',
  revision: null,
  sources: [],
  missing: {},
  broken: {},
};

/** A clock that only the fake isolates move. */
export interface FakeClock {
  now: number;
}

/**
 * An isolate that executes nothing: every call moves the clock by `callMs`. It serves to test the order of turns and
 * what becomes of failures; what is timed for real is tested with real isolates.
 */
export function fakeIsolate(
  options: {
    callMs?: number;
    clock?: FakeClock;
    log?: (event: string) => void;
    answers?: (program: Program) => Record<string, ArrayLike<number>>;
    override?: Partial<Isolate>;
  } = {},
): Isolate {
  let result: ArrayLike<number> = [];
  const { callMs = 1, clock = { now: 0 }, log = () => {}, answers = () => ({}) } = options;
  return {
    facts: FACTS,
    pin: async () => true,
    rehearse: async (program) => {
      const values: Record<string, ArrayLike<number>> = answers(program);
      result = values[program.steps.at(-1)?.name ?? ''] ?? [];
      return { values };
    },
    run: async (calls) => {
      log(`run ${calls}`);
      clock.now += calls * callMs;
      return { ms: calls * callMs, preempted: false };
    },
    sample: async (budgetMs) => {
      log('sample');
      clock.now += budgetMs;
      return { calls_ms: [callMs, callMs], calls_per_sample: 1 };
    },
    result: async () => result,
    close: async () => log('close'),
    ...options.override,
  };
}
