import { setFlagsFromString } from 'node:v8';

/** MiB of each of the two halves of the space for young objects: V8 begins with 1 or 2 and ends with 16. */
const HALF = 8;

/**
 * Code is timed with space for young objects as in a process that has run for a while. A fresh isolate begins with little
 * and doubles it as objects survive: it collects four times as often, and one contender may have grown while the other
 * has not. For all threads of this process that start from now on.
 */
export const useGrownHeap = (): void => setFlagsFromString(`--min-semi-space-size=${HALF}`);

/** Of an array without elements: 64 KiB. */
const LENGTH = 8192;
const BYTES = 8 * LENGTH;

/**
 * Allocates once through both halves, in the thread that calls it. The system gives a page when it is first written to,
 * which takes longer than what most code does with it.
 *
 * @returns the last of what was allocated: what nobody sees could be left out
 */
export function touchYoungObjects(): unknown[] {
  let touched: unknown[] = [];
  for (let bytes = 0; bytes < 2 * HALF * 2 ** 20; bytes += BYTES) touched = new Array(LENGTH);
  return touched;
}
