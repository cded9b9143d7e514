import type { FunctionBenchmark } from '../../benchmark-contracts.ts';
import type { Loop } from './serve-turns.ts';

/** A function in a loop that was generated for it alone. */
export interface Looped {
  loop: Loop;
  /** Result of the last call of the last slice. */
  last: () => unknown;
}

/**
 * The timed loop of a function: code of its own for each benchmark, so that no call site, feedback or inline cache is
 * shared with another one or with the harness. A function that returned a promise is awaited inside of the loop.
 *
 * @param now monotonic clock in milliseconds
 */
export function compileFunction(
  benchmark: FunctionBenchmark,
  state: unknown,
  isAwaited: boolean,
  now: () => number,
): Looped {
  const source = `
    'use strict';
    let last;
    ${isAwaited ? 'async ' : ''}function loop(calls) {
      const start = now();
      for (let i = 0; i < calls; i++) last = ${isAwaited ? 'await ' : ''}benchmark.run(state);
      return now() - start;
    }
    return { loop, last: () => last };`;
  return new Function('benchmark', 'state', 'now', source)(benchmark, state, now) as Looped;
}
