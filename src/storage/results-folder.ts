import { closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const two = (n: number) => String(n).padStart(2, '0');

/** `YYYYMMDD_HHMMSS` in UTC, so that names sort by time wherever they were written. */
export function stamp(clock: number): string {
  const t = new Date(clock);
  const date = `${t.getUTCFullYear()}${two(t.getUTCMonth() + 1)}${two(t.getUTCDate())}`;
  return `${date}_${two(t.getUTCHours())}${two(t.getUTCMinutes())}${two(t.getUTCSeconds())}`;
}

/**
 * Reserves a name that no other run has, by creating its journal. Two runs of the same second, in two processes even,
 * get different names.
 *
 * @returns paths of the results file, which does not exist yet, and of the empty journal beside it
 * @throws the system's error where the folder can't be written
 */
export function reserve(folder: string, kind: string, clock: number): { results: string; journal: string } {
  mkdirSync(folder, { recursive: true });
  for (let attempt = 1; ; attempt++) {
    const name = `${kind}_${stamp(clock)}${attempt === 1 ? '' : `_${attempt}`}`;
    const results = join(folder, `${name}.json`);
    const journal = join(folder, `${name}.jsonl`);
    try {
      closeSync(openSync(journal, 'wx'));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw cause;
    }
    // Looked for only now that the name is ours: another run may have finished between a look and the reservation.
    if (!existsSync(results)) return { results, journal };
    rmSync(journal);
  }
}
