import type { Outcome, Writes } from '../../../store.ts';
import { type Bucket, takeFrom } from '../../token-bucket.ts';
import type { Transaction } from '../transaction.ts';

/** A retry that comes later finds its run by the samples. */
const KEY_AGE_MS = 30 * 86_400_000;

/** Where there is nothing to take nothing is written, so that a flood costs no disk. */
export function take({ db }: Transaction, request: Writes['take']['request']): Outcome<'take'> {
  const { key, at } = request;
  const before = db.one<Bucket>('SELECT level, at FROM bucket WHERE key = ?', key);
  const { bucket, outcome } = takeFrom(before, request);
  if (outcome.taken > 0 || (before && at < before.at)) {
    const full_at = Math.min(at + outcome.full_in_ms, Number.MAX_SAFE_INTEGER);
    db.run(
      `INSERT INTO bucket (key, level, at, full_at) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET level = excluded.level, at = excluded.at, full_at = excluded.full_at`,
      ...[key, bucket.level, bucket.at, full_at],
    );
  }
  return outcome;
}

/** A bucket that is full again is like one that never was. */
export function purge({ db }: Transaction, { at }: Writes['purge']['request']): Outcome<'purge'> {
  db.run('DELETE FROM idempotency WHERE at <= ?', at - KEY_AGE_MS);
  db.run('DELETE FROM former_token WHERE until <= ?', at);
  db.run('DELETE FROM bucket WHERE full_at <= ?', at);
  return { kind: 'purged' };
}
