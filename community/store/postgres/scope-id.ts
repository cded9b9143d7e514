import { createHash } from 'node:crypto';
import type { Scope } from '../../store.ts';

/** Key of a scope in the tables: known without asking, so that nothing has to be looked up before it is counted. */
export function scopeId({ kind, key }: Scope): string {
  const hex = createHash('sha256').update(`${kind} ${key}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
