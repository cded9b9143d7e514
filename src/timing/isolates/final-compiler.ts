import { setFlagsFromString } from 'node:v8';

/**
 * V8's middle compiler inlines a function into the timed loop and may never hand that loop on: a nested loop was then
 * measured 7 times slower in most isolates, for as long as they lived. Without it hot code goes from the first
 * compiler to the last one (TurboFan), where code that is called often ends up anyway.
 */
export const FINAL_COMPILER = '--no-maglev';

/** For all threads of this process, from what is compiled next. */
export function useFinalCompiler(): void {
  setFlagsFromString(FINAL_COMPILER);
}
