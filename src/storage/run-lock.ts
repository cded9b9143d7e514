import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { TitoError } from '../errors.ts';
import { startOf } from '../hardware/process-start.ts';

/**
 * Keeps a second tito from going on with the same journal: both would ask everything, and their lines would mix.
 *
 * @returns what lets it go again
 * @throws TitoError `run_in_use`; the system's error where the folder can't be written
 */
export function lockRun(journal: string): () => void {
  const file = `${journal}.lock`;
  const held = create(file) || takeOver(file);
  if (held) return () => rmSync(file, { force: true });
  throw new TitoError('run_in_use', {
    process: ownerOf(file).process || 'unknown',
    file: journal,
    lock: file,
  });
}

/** @returns false where it is there already */
function create(file: string): boolean {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, `${process.pid} ${startOf(process.pid) ?? ''}`);
    closeSync(handle);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

/**
 * Takes a lock whose owner was killed. One at a time: a second one that had looked before could otherwise remove the lock
 * that the first one has just made.
 */
function takeOver(file: string): boolean {
  const turn = `${file}.turn`;
  if (!isAbandoned(file) || !create(turn)) return false;
  try {
    if (!isAbandoned(file)) return false;
    rmSync(file, { force: true });
    return create(file);
  } finally {
    rmSync(turn, { force: true });
  }
}

interface Owner {
  process: string;
  start: string;
}

/** Empty words where it is being written at the moment. */
function ownerOf(file: string): Owner {
  try {
    const [process = '', start = ''] = readFileSync(file, 'utf8').split(' ');
    return { process, start };
  } catch {
    return { process: '', start: '' };
  }
}

/**
 * Whether its owner is gone. Numbers of processes are given again, in containers to the very next one: the moment of its
 * start tells it from others. Where the system keeps no list of processes, a lock counts until somebody removes it.
 */
function isAbandoned(file: string): boolean {
  const { process, start } = ownerOf(file);
  if (process === '' || !existsSync('/proc/self')) return false;
  return (startOf(Number(process)) ?? 'none') !== start;
}
