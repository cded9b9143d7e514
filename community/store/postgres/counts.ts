import type { GroupKind, Metric } from '../../../src/schema/community/groups.ts';
import type { Contribution } from '../../contributions.ts';
import type { Scope } from '../../store.ts';
import type { Pool } from './pool.ts';
import { scopeId } from './scope-id.ts';

export interface Bar {
  value: number;
  members: number;
}

export async function membersOf(pool: Pool, scope: Scope): Promise<number> {
  const text = 'SELECT members FROM tito.scope WHERE id = $1::uuid';
  const [row] = await pool.rows<{ members: number }>({ text, values: [scopeId(scope)] });
  return row?.members ?? 0;
}

/** Sum of a tally's counts whose value lies between two, both included. */
async function sum(
  pool: Pool,
  scope: Scope,
  tally: Contribution['tally'],
  from: number,
  to: number,
): Promise<number> {
  const text = `
    SELECT coalesce(sum(n), 0)::bigint AS n FROM tito.tally
    WHERE scope_id = $1::uuid AND tally = $2 AND value BETWEEN $3::bigint AND $4::bigint`;
  const [row] = await pool.rows<{ n: number }>({ text, values: [scopeId(scope), tally, from, to] });
  return row?.n ?? 0;
}

export const joinedBetween = (pool: Pool, scope: Scope, from_day: number, to_day: number): Promise<number> =>
  sum(pool, scope, 'joined', from_day, to_day);

export const passedBetween = (
  pool: Pool,
  scope: Scope,
  milestone: number,
  from_day: number,
  to_day: number,
): Promise<number> => sum(pool, scope, `milestone_${milestone}`, from_day, to_day);

export const scopesOfKind = (
  pool: Pool,
  kind: GroupKind,
): Promise<{ key: string; label: string; members: number }[]> =>
  pool.rows({
    text: 'SELECT key, label, members FROM tito.scope WHERE kind = $1 ORDER BY key',
    values: [kind],
  });

export const countScopes = (pool: Pool, kind: GroupKind): Promise<number> =>
  countedAs(pool, `scopes ${kind}`);

export const versionOf = (pool: Pool): Promise<number> => countedAs(pool, 'version');

async function countedAs(pool: Pool, name: string): Promise<number> {
  const text = 'SELECT value FROM tito.meta WHERE name = $1';
  const [row] = await pool.rows<{ value: number }>({ text, values: [name] });
  return row?.value ?? 0;
}

/** @throws Error where the database lacks what its first migration made */
export async function secretOf(pool: Pool): Promise<Uint8Array> {
  const text = "SELECT bytes FROM tito.secret WHERE name = 'registry'";
  const [row] = await pool.rows<{ bytes: Uint8Array }>({ text, values: [] });
  if (!row) throw new Error('the registry has no secret');
  return row.bytes;
}

/** At most as many rows as a metric has values. */
export const histogramOf = (pool: Pool, scope: Scope, metric: Metric): Promise<Bar[]> =>
  pool.rows({
    text: `SELECT value, n AS members FROM tito.tally WHERE scope_id = $1::uuid AND tally = $2 ORDER BY value DESC`,
    values: [scopeId(scope), metric],
  });

/** Competition ranking: 1 + how many have more. */
export async function rankOf(
  pool: Pool,
  scope: Scope,
  metric: Metric,
  value: number,
): Promise<{ rank: number; of: number }> {
  const text = `
    SELECT (1 + coalesce(sum(n) FILTER (WHERE value > $3::bigint), 0))::bigint AS rank,
      coalesce(sum(n), 0)::bigint AS "of"
    FROM tito.tally WHERE scope_id = $1::uuid AND tally = $2`;
  const [row] = await pool.rows<{ rank: number; of: number }>({
    text,
    values: [scopeId(scope), metric, value],
  });
  return row ? { rank: row.rank, of: row.of } : { rank: 1, of: 0 };
}
