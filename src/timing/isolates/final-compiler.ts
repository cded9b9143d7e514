import { setFlagsFromString } from 'node:v8';

/**
 * Code is timed as V8's last compiler (TurboFan) leaves it, and soon.
 * - The middle compiler (Maglev) inlines a function into the timed loop and may never hand that loop on: plain loops
 *   were then measured 7 times slower than they become, for as long as most isolates lived, and others were not.
 * - It compiles where the code runs, after as many calls in every isolate: in the background it waits for a processor,
 *   and on a busy machine some isolates were still 3 times too slow when their turns began.
 * - A function is handed to the last compiler after 3,000 calls, and again after each guess of it that failed: calls of
 *   15 µs got faster in the middle of what was timed. 600 calls show the same types; with 100 the guesses got worse.
 */
export const FINAL_COMPILER = [
  '--no-maglev',
  '--no-concurrent-recompilation',
  '--invocation-count-for-turbofan=600',
];

/** For all threads of this process, from what is compiled next. */
export function useFinalCompiler(): void {
  for (const flag of FINAL_COMPILER) setFlagsFromString(flag);
}
