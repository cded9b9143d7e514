import { execFile } from 'node:child_process';

/** A healthy system answers within milliseconds. */
const LIMIT_MS = 2000;

/**
 * Confines a thread to one processor by `taskset` (util-linux), because Node has no call for it.
 * @returns false where there is no such program or it refuses
 */
export function pinThread(thread: number, processor: number): Promise<boolean> {
  return new Promise((resolve) => {
    const words = ['--cpu-list', '--pid', `${processor}`, `${thread}`];
    execFile('taskset', words, { timeout: LIMIT_MS }, (failure) => resolve(failure === null));
  });
}
