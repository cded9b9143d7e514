import { TitoError } from '../../../src/errors.ts';
import { errcodeOf } from './messages.ts';

/**
 * Primary result codes (the low byte) that tell of the file and its disk, not of what was asked: PERM, BUSY, LOCKED,
 * NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB (https://sqlite.org/rescode.html).
 */
const OF_THE_FILE: Readonly<Record<number, string>> = {
  3: 'the file may not be used',
  5: 'the file is locked by another process',
  6: 'the file is locked',
  7: 'there is no memory left',
  8: 'the file can only be read',
  10: 'the disk fails',
  11: 'the file is damaged',
  13: 'the disk is full',
  14: 'the file cannot be opened',
  15: 'the file cannot be locked',
  26: 'the file is no database',
};

/** Why the storage can't be used, from an error of SQLite's or the store's; null where something else is wrong. */
export function storageReason(error: unknown): string | null {
  if (error instanceof TitoError && error.code === 'registry_unusable') return error.details.reason ?? '';
  const errcode = errcodeOf(error);
  return errcode === null ? null : (OF_THE_FILE[errcode & 0xff] ?? null);
}
