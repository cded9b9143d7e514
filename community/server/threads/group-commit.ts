import type { Outcome, Write } from '../../store.ts';
import { type Failure, toFailure } from './messages.ts';
import { storageReason } from './storage-failures.ts';

export type Applied = { outcome: Outcome } | { failure: Failure };

/**
 * Applies what has gathered in one transaction, so that one flush of the disk pays for all of it.
 * Where that fails because of one of them, each gets a transaction of its own: a write that the store chokes on takes
 * no other with it. Where the file is to blame, all fail at once.
 *
 * @param apply one transaction for all, or nothing of them where it throws
 * @param onStorage hears why the file can't be written
 */
export function commitTogether(
  writes: readonly Write[],
  apply: (writes: readonly Write[]) => readonly Outcome[],
  onStorage: (reason: string) => void,
): Applied[] {
  try {
    return apply(writes).map((outcome) => ({ outcome }));
  } catch (cause) {
    const reason = storageReason(cause);
    if (reason !== null) onStorage(reason);
    if (writes.length === 1 || reason !== null) {
      const failure = toFailure(cause);
      return writes.map(() => ({ failure }));
    }
    return writes.flatMap((write) => commitTogether([write], apply, onStorage));
  }
}
