import { createHash } from 'node:crypto';
import type { Scope } from '../../store.ts';

/** Those that were met last; most questions are about few scopes. */
const known = new Map<string, string>();
const MOST = 10_000;

/** Key of a scope in the tables: known without asking, so that nothing has to be looked up before it is counted. */
export function scopeId({ kind, key }: Scope): string {
  const name = `${kind} ${key}`;
  const present = known.get(name);
  if (present !== undefined) return present;
  const hex = createHash('sha256').update(name).digest('hex');
  const id = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
  if (known.size >= MOST) known.clear();
  known.set(name, id);
  return id;
}
