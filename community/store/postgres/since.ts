import type { Scope, Standing } from '../../store.ts';
import type { Pool } from './pool.ts';
import { scopeId } from './scope-id.ts';
import { isOfScope, PUBLIC, type StandingRow, standingFrom } from './standings.ts';

const DAY_MS = 86_400_000;

/**
 * Those who joined on a day or later, in one statement, so that all of it is of one moment. The histogram is the sum of
 * the days since then or, where these are fewer, of the days before, which are taken from the whole. Among equals who
 * joined first stands first, so that the first of each progress are a range of an index.
 */
const sinceSql = (isMember: string) => `
  WITH days AS MATERIALIZED (
    SELECT min(day)::bigint AS first, max(day)::bigint AS last FROM tito.counted_day
    WHERE scope_id = $1::uuid AND joined > 0
  ), bounds AS MATERIALIZED (
    SELECT CASE WHEN is_recent THEN 0 ELSE 1 END AS whole, CASE WHEN is_recent THEN 1 ELSE -1 END AS part,
      CASE WHEN is_recent THEN $3::bigint ELSE first END AS first,
      CASE WHEN is_recent THEN last ELSE $3::bigint - 1 END AS last
    FROM (SELECT *, $3::bigint - first > last - $3::bigint AS is_recent FROM days) AS compared
  ), histogram AS MATERIALIZED (
    SELECT value, sum(counted.n)::bigint AS members FROM (
      SELECT value, n * whole AS n FROM bounds, tito.scope, tito.counts_in(progress) WHERE scope.id = $1::uuid
      UNION ALL SELECT value, n * whole FROM bounds, tito.scope, tito.counts_in(joined_progress)
      WHERE scope.id = $1::uuid
      UNION ALL SELECT value, n * part FROM bounds, tito.counted_day AS day, tito.counts_in(progress)
      WHERE day.scope_id = $1::uuid AND day.day BETWEEN bounds.first AND bounds.last
    ) AS counted GROUP BY value HAVING sum(counted.n) > 0
  ), ahead AS (
    -- Only as many values are looked at as are needed for the first places.
    SELECT value, coalesce(sum(members) OVER (ORDER BY value DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
      AS before FROM histogram
  ), places AS (
    SELECT first_ones.* FROM ahead, LATERAL (
      SELECT member.minus_progress AS minus_value, member.joined_at AS place_at, member.id AS place_of, ${PUBLIC},
        NULL AS id
      FROM tito.member
      WHERE ${isMember} AND member.minus_progress = 0 - ahead.value AND member.joined_at >= $4::bigint
      ORDER BY member.joined_at, member.id LIMIT $5::integer
    ) AS first_ones
    WHERE ahead.before < $5::integer
    ORDER BY minus_value, place_at, place_of LIMIT $5::integer
  )
  SELECT
    (SELECT coalesce(json_agg(histogram ORDER BY value DESC), '[]') FROM histogram) AS histogram,
    (SELECT coalesce(json_agg(places ORDER BY minus_value, place_at, place_of COLLATE "C"), '[]') FROM places) AS places`;

export interface Since {
  members: number;
  histogram: { value: number; members: number }[];
  standings: Standing[];
}

export async function sinceDay(pool: Pool, scope: Scope, from_day: number, limit: number): Promise<Since> {
  const isMember = isOfScope(scope.kind, 2);
  if (isMember === null) return { members: 0, histogram: [], standings: [] };
  const [row] = await pool.rows<{ histogram: Since['histogram']; places: StandingRow[] }>({
    text: sinceSql(isMember),
    values: [scopeId(scope), scope.key, from_day, from_day * DAY_MS, limit],
  });
  const histogram = row?.histogram ?? [];
  return {
    members: histogram.reduce((total, { members }) => total + members, 0),
    histogram,
    standings: (row?.places ?? []).map(standingFrom),
  };
}
