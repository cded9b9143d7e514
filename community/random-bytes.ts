import { randomBytes as drawnByNode } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * Bytes that nobody can guess, from the system's own source (random(4)), which Node's are seeded from as well. Loading
 * Node's takes as long as a fifth of a start, so it is asked only where the system offers no file of it (Windows).
 */
export const randomBytes = (count: number): Buffer => fromSystem(count) ?? drawnByNode(count);

function fromSystem(count: number): Buffer | null {
  let source: number;
  try {
    source = openSync('/dev/urandom', 'r');
  } catch {
    return null;
  }
  try {
    // An ordinary file of that name may hold anything.
    if (!fstatSync(source).isCharacterDevice()) return null;
    const bytes = Buffer.alloc(count);
    return readSync(source, bytes) === count ? bytes : null;
  } finally {
    closeSync(source);
  }
}
