/** What takes turns in a comparison or a benchmark: a function, a command, the spin probe, or a program's isolate. */
import type { CallSamples, Isolate, IsolateOptions, Slice } from './contracts.ts';
import type { ContenderBlock, SubjectFacts, SubjectSpec } from './schema/run.ts';

/** What was collected of the garbage of some calls. */
export type Collections = Awaited<ReturnType<NonNullable<Isolate['collections']>>>;

/** A slice of a contender of any shape. */
export interface TurnSlice extends Slice {
  /** Of a command only: what its process used; null where the system does not tell. */
  process?: { user_ms: number; system_ms: number; peak_memory_bytes: number | null } | null;
  /** Why the call does not count, such as an unexpected exit status; absent where it does. */
  failure?: string;
}

/** What is wrong with a contender, as a block says it. */
export type Finding = Pick<ContenderBlock, 'reason' | 'mismatch'> & {
  status: Exclude<ContenderBlock['status'], 'ok'>;
};

/** What a contender computed, so that it can be held against another one's result. */
export interface Outcome {
  /** Of the whole result, exactly; null where it is `undefined` or `null`. */
  hash: string | null;
  /** Of everything in the result but its numbers. */
  structure: string;
  /** The numbers in order, list after list (a number of its own is a list of one). */
  numbers: Float64Array;
  /** Length of each list, and how far apart equal numbers in it may be, relative to the greatest. */
  lists: number[];
  tolerances: number[];
  /** As people read it, shortened. */
  shown: string;
}

/**
 * A contender of any shape in a live place of its own: it is checked, takes turns and is checked again.
 * Code under test that goes wrong makes a call reject with a `SubjectFailure`.
 */
export interface TurnTaker {
  readonly facts: SubjectFacts;
  /**
   * Calls per slice: `shared` with the others where theirs take about as long, so that equal code is measured in equal
   * batches; its `own`, whatever the others do; or a `single` call, because one call is one process.
   */
  readonly pace: 'shared' | 'own' | 'single';
  /** As with an isolate; absent where the code may use all processors, because that is what its time is. */
  pin?: (processor: number) => Promise<boolean>;
  /** Makes everything ready, untimed. @returns what is wrong with it, or null */
  check: () => Promise<Finding | null>;
  /** What it computed in `check`, to be held against the other contenders'; null where that is not comparable. */
  outcome: () => Outcome | null;
  run: (calls: number) => Promise<TurnSlice>;
  /** What takes turns with others without anybody in between; absent where it can't. */
  readonly relay?: RelayRunner;
  /** As with an isolate. */
  collections?: (calls: number) => Promise<Collections>;
  sample: (budget_ms: number) => Promise<CallSamples>;
  /** Looks once more, after the timing. @returns the hash of the result, and what is wrong with it now */
  conclude: () => Promise<{ hash: string | null; finding: Finding | null }>;
  close: () => Promise<void>;
}

/** A thread that can hand on to others. */
export interface RelayRunner {
  /**
   * Takes turns in a relay (`relay-memory.ts`) until the contender is asked for anything else.
   * @param runner its index there
   * @returns rejects where its code fails
   */
  join: (memory: SharedArrayBuffer, runner: number) => Promise<void>;
  /** Longest time that a slice may take. */
  readonly limit_ms: number;
  /** Ends it because it took longer. @returns why */
  hung: () => Promise<Error>;
}

export interface TurnTakerOptions extends IsolateOptions {
  /** Where a command is executed. */
  directory: string;
  /** Of the run; what a function's `setup` gets. */
  seed: number;
  /** Exit status of a command that counts as success. */
  exit_status: number;
}

/** Code that is measured as it stands, and not by programs over its operations. */
export interface TurnTakerKind {
  title: string;
  shape: 'function' | 'command' | 'probe';
  /** Checks the argument and makes its path absolute; throws a TitoError that says what is not there. */
  resolve: (argument: string, directory: string) => SubjectSpec;
  start: (spec: SubjectSpec, options: TurnTakerOptions) => Promise<TurnTaker>;
  slice_ms: number;
  warm_up_ms: number;
}
export const defineTurnTakerKind = (kind: TurnTakerKind): TurnTakerKind => kind;
