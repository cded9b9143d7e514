import type { Benchmark, Isolate } from '../contracts.ts';
import type { BenchmarkPlan, ComparisonPlan } from '../schema/comparison-run.ts';
import type { MeasuredWorkload, PlannedContender } from '../schema/measured-workload.ts';
import type { Block, SubjectFacts } from '../schema/run.ts';
import type { TurnTaker } from '../turn-contracts.ts';
import type { TimingEvent } from './events.ts';

/** What there is to judge at a look: everything that was measured up to now. */
export interface Look {
  blocks: readonly Block[];
  /** Replicates that every undecided workload has now. */
  replicates: number;
  /** Number of this look, from 1. */
  look: number;
  /** Looks that the plan allows. */
  of: number;
}

export interface ComparisonInput {
  plan: ComparisonPlan | BenchmarkPlan;
  /** Instead of the plan's own: the confirmation's entries of the workloads that would fail the gate. */
  schedule?: ComparisonPlan['schedule'];
  /** Inputs and right answers of the `program` workloads, by id. */
  benchmarks: ReadonlyMap<string, Pick<Benchmark, 'inputs' | 'answers'>>;
  /** Starts a fresh isolate: of a subject for a `program` workload, otherwise a turn taker (as the probe always is). */
  start: (
    contender: PlannedContender,
    workload: MeasuredWorkload,
    onOutput: (text: string) => void,
  ) => Promise<Isolate | TurnTaker>;
  /** Workloads that need no further measuring. Asked at the plan's looks; never for a benchmark plan. */
  judge: (look: Look) => Iterable<string>;
  /** Processors that may be used, by the system's numbers. */
  processors: readonly number[];
  /** Monotonic clock in milliseconds since the run's start; the budget counts from the call. */
  now: () => number;
  signal: AbortSignal;
  onEvent: (event: TimingEvent) => void;
}

export interface Measured {
  blocks: Block[];
  /** By contender; only those that were loaded. */
  subjects: Record<string, SubjectFacts>;
}

/** Carries a plan out, block by block; what was finished before an interruption is kept. */
export declare function measureComparison(input: ComparisonInput): Promise<Measured>;
