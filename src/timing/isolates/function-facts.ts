/** What a thread that measures a function tells its parent. */
import type { ControlPoints } from '../../schema/benchmark.ts';
import type { Finding, Outcome } from '../../turn-contracts.ts';

/** What a file says of its benchmark. */
export interface FunctionFacts {
  /** Whether the default export has a function `run`; `isSubject` says that it looks like a subject instead. */
  runs: boolean;
  isSubject: boolean;
  title: string;
  unit: string;
  units_per_call: number;
  /** Null where there are none, or none that make sense. */
  score: ControlPoints | null;
}

/** Stages that a request may hang in, by the number that stands in the shared memory. */
export const STAGES = ['setup', 'run', 'check', 'teardown'] as const;

export interface Prepared {
  finding: Finding | null;
  outcome: Outcome | null;
}
