import type { Outcome, Writes } from '../../store.ts';
import { takeFrom } from '../token-bucket.ts';
import type { Transaction } from './rows.ts';

/** Where there is nothing to take nothing is written, so that a flood costs no disk. */
export function take({ rows }: Transaction, request: Writes['take']['request']): Outcome<'take'> {
  const { key, at } = request;
  const before = rows.bucket(key);
  const { bucket, outcome } = takeFrom(before, request);
  if (outcome.taken > 0 || (before && at < before.at)) {
    const full_at = Math.min(at + outcome.full_in_ms, Number.MAX_SAFE_INTEGER);
    rows.saveBucket(key, bucket, full_at);
  }
  return outcome;
}

export function purge({ rows }: Transaction, { at }: Writes['purge']['request']): Outcome<'purge'> {
  rows.purge(at);
  return { kind: 'purged' };
}
