import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs';

/** A lock is held for a few reads and writes; one that is older was left by a process that was killed. */
const STALE_MS = 10_000;
const PAUSE_MS = 10;

/**
 * Does something while no other tito does the same with this file. For work of milliseconds: the others wait.
 * @throws the system's error where the folder can't be written
 */
export function withLock<T>(file: string, work: () => T): T {
  const lock = `${file}.lock`;
  while (!take(lock)) {
    if (isStale(lock)) breakLock(lock);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx', 0o600));
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

/** Also where the clock was set back since. */
function isStale(lock: string): boolean {
  const facts = statSync(lock, { throwIfNoEntry: false });
  return facts !== undefined && Math.abs(Date.now() - facts.mtimeMs) > STALE_MS;
}

/** By renaming, so that of several that wait only one takes it away. */
function breakLock(lock: string): void {
  const taken = `${lock}.${process.pid}`;
  try {
    renameSync(lock, taken);
  } catch {
    // Somebody else was faster.
  }
  rmSync(taken, { force: true });
}
