import { TitoError } from '../../../src/errors.ts';

/** What SQLite or the system said, in words for people; by primary result code (https://sqlite.org/rescode.html). */
const REASONS: Readonly<Record<number, readonly [reason: string, hint: string]>> = {
  3: ['its file may not be used', 'Check its permissions, or choose another file: --registry FILE.'],
  5: ['another process is writing to it for too long', 'Try again in a moment; nothing was changed.'],
  6: ['it is locked', 'Try again in a moment; nothing was changed.'],
  8: [
    'it can only be read',
    'Make the file and its folder writable, or choose another file: --registry FILE.',
  ],
  10: ['its disk fails', 'Look at the disk, then try again.'],
  11: ['its file is damaged', 'Put a copy in its place, or choose another file: --registry FILE.'],
  13: ['its disk is full', 'Make room, then try again; nothing was changed.'],
  14: [
    "its file can't be opened",
    'Check that its folder is there and can be written, or choose another file: --registry FILE.',
  ],
  15: ["its file can't be locked", 'Put it on a local disk: network folders do not lock reliably.'],
  26: [
    'it is no SQLite database',
    'It was left as it is. Move it away, or choose another file: --registry FILE.',
  ],
};

/** SQLite's primary result code of an error; null where it comes from elsewhere. */
export function resultCode(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

/** An error of the storage as one that is explained; others as they are. */
export function explained(error: unknown, registry: string): unknown {
  const [reason, hint] = REASONS[resultCode(error) ?? 0] ?? [];
  return reason ? new TitoError('registry_unusable', { registry, reason, hint }, error) : error;
}
