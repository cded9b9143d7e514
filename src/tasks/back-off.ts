import type { Random } from '../analysis/random.ts';
import type { RetryPolicy } from '../schema/tasks-run.ts';

/**
 * Pause before the next attempt: uniform in [0, min(max, base · 2^n)], "full jitter" (Brooker, Exponential backoff and
 * jitter, AWS Architecture Blog 2015); never shorter than what the server asked for.
 *
 * @param failed attempts that failed so far, 1 or more
 * @param asked_ms the server's Retry-After; a server that asks for more than `max_ms` gets `max_ms`
 */
export function pauseBefore(
  failed: number,
  { base_ms, max_ms }: RetryPolicy,
  random: Random,
  asked_ms = 0,
): number {
  const ceiling = Math.min(max_ms, base_ms * 2 ** (failed - 1));
  return Math.min(max_ms, Math.max(asked_ms, random.next() * ceiling));
}

/** Waits; ends at once with the signal's reason where that is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
