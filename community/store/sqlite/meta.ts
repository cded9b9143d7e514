import type { Statements } from './statements.ts';

/** @throws Error where the file lacks what its first migration made */
export function secretOf(db: Statements): Uint8Array {
  const row = db.one<{ bytes: Uint8Array }>("SELECT bytes FROM secret WHERE name = 'registry'");
  if (!row) throw new Error('the registry has no secret');
  return row.bytes;
}

export const versionOf = (db: Statements): number =>
  db.one<{ value: number }>("SELECT value FROM meta WHERE name = 'version'")?.value ?? 0;
