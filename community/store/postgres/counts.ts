import type { GroupKind } from '../../../src/schema/community/groups.ts';
import { MILESTONES } from '../../../src/schema/community/member.ts';
import type { Scope } from '../../store.ts';
import type { Pool } from './pool.ts';
import { scopeId } from './scope-id.ts';

/** Sum of what was counted on the days between two, both included. */
async function sum(
  pool: Pool,
  scope: Scope,
  count: string,
  from_day: number,
  to_day: number,
): Promise<number> {
  const text = `
    SELECT coalesce(sum(${count}), 0)::bigint AS n FROM tito.counted_day
    WHERE scope_id = $1::uuid AND day BETWEEN $2::bigint AND $3::bigint`;
  const [row] = await pool.rows<{ n: number }>({ text, values: [scopeId(scope), from_day, to_day] });
  return row?.n ?? 0;
}

export const joinedBetween = (pool: Pool, scope: Scope, from_day: number, to_day: number): Promise<number> =>
  sum(pool, scope, 'joined', from_day, to_day);

export const passedBetween = async (
  pool: Pool,
  scope: Scope,
  milestone: number,
  from_day: number,
  to_day: number,
): Promise<number> => {
  if (!Number.isInteger(milestone) || milestone < 1 || milestone > MILESTONES) return 0;
  return sum(pool, scope, `milestone_${milestone}`, from_day, to_day);
};

export const scopesOfKind = (
  pool: Pool,
  kind: GroupKind,
): Promise<{ key: string; label: string; members: number }[]> =>
  pool.rows({
    text: 'SELECT key, label, members FROM tito.scope WHERE kind = $1 ORDER BY key',
    values: [kind],
  });

export async function countScopes(pool: Pool, kind: GroupKind): Promise<number> {
  const text = 'SELECT value FROM tito.meta WHERE name = $1';
  const [row] = await pool.rows<{ value: number }>({ text, values: [`scopes ${kind}`] });
  return row?.value ?? 0;
}

/** @throws Error where the database lacks what its first migration made */
export async function secretOf(pool: Pool): Promise<Uint8Array> {
  const text = "SELECT bytes FROM tito.secret WHERE name = 'registry'";
  const [row] = await pool.rows<{ bytes: Uint8Array }>({ text, values: [] });
  if (!row) throw new Error('the registry has no secret');
  return row.bytes;
}
