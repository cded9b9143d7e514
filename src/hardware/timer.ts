import { performance } from 'node:perf_hooks';

/** Steps to look at: enough that the loop is compiled before the last, about a millisecond in all. */
const STEPS = 2_000;

/** Smallest difference seen between two different readings of `performance.now`, in milliseconds. */
export function timerResolution(): number {
  let smallest = Number.POSITIVE_INFINITY;
  let last = performance.now();
  for (let seen = 0; seen < STEPS; ) {
    const now = performance.now();
    if (now === last) continue;
    smallest = Math.min(smallest, now - last);
    last = now;
    seen += 1;
  }
  return smallest;
}
