import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { TitoError } from '../errors.ts';

/**
 * Keeps a second tito from going on with the same journal: both would ask everything, and their lines would mix.
 *
 * @returns what lets it go again
 * @throws TitoError `run_in_use`; the system's error where the folder can't be written
 */
export function lockRun(journal: string): () => void {
  const file = `${journal}.lock`;
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, `${process.pid}`);
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
      const owner = ownerOf(file);
      if (attempt > 0 || isAlive(owner)) {
        throw new TitoError('run_in_use', { process: `${owner}`, file: journal, lock: file }, cause);
      }
      // Its owner was killed.
      rmSync(file, { force: true });
    }
  }
}

function ownerOf(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

/** Where the system keeps no list of processes, a lock counts until somebody removes it. */
const isAlive = (owner: number): boolean => !existsSync('/proc/self') || existsSync(`/proc/${owner}`);
