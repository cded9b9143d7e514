import type { Benchmark } from './contracts.ts';
import type { ControlPoints } from './schema/benchmark.ts';

/**
 * A function of your own, timed by the engine without more code. `S` is what `setup` makes.
 * What `run` returns is what has to be equal between two implementations, so return the result and not nothing.
 */
export interface FunctionBenchmark<S = unknown> {
  title: string;
  /** What one call does, as in `document`; `call` where it is left out. */
  unit?: string;
  /** How many of them one call does; 1 where it is left out. */
  units_per_call?: number;
  /**
   * Untimed, once per isolate, and again after the timing where calls change the state. Everything random has to come
   * from the seed.
   */
  setup?: (options: { seed: number }) => S | Promise<S>;
  /** The timed body. A promise is awaited inside of the timed loop. */
  run: (state: S) => unknown;
  /** Untimed, for each state when the isolate ends, unless it hangs or the user interrupts. */
  teardown?: (state: S) => void | Promise<void>;
  /** Whether a result is right: true, or what is wrong with it. Called before and after timing. */
  check?: (result: unknown, state: S) => boolean | string;
  /** Times of the spin probe's call (about a microsecond) that earn 90 and 50 points. */
  score?: ControlPoints;
}

/** A benchmark of either shape: a portable program over a subject's operations, or a function. */
export function defineBenchmark(benchmark: Benchmark): Benchmark;
export function defineBenchmark<S>(benchmark: FunctionBenchmark<S>): FunctionBenchmark<S>;
export function defineBenchmark(benchmark: unknown): unknown {
  return benchmark;
}
