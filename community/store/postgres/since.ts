import { joinedProgress } from '../../contributions.ts';
import type { Scope, Standing } from '../../store.ts';
import type { Pool } from './pool.ts';
import { scopeId } from './scope-id.ts';
import { isOfScope, PUBLIC, type StandingRow, standingFrom } from './standings.ts';

const DAY_MS = 86_400_000;
const STEP = joinedProgress(1, 0);

/**
 * Those who joined on a day or later, in one statement, so that all of it is of one moment. The histogram costs a range
 * for each progress: of the days since then or, where these are fewer, of the days before, which are taken from the
 * whole. Among equals who joined first stands first, so that the first of each progress are a range of an index.
 */
const sinceSql = (isMember: string) => `
  WITH days AS MATERIALIZED (
    SELECT min(day)::bigint AS first, max(day)::bigint AS last FROM tito.day
    WHERE scope_id = $1::uuid AND joined > 0
  ), bounds AS MATERIALIZED (
    SELECT $3::bigint <= first AS is_all, $3::bigint - first > last - $3::bigint AS is_recent, first, last FROM days
  ), histogram AS MATERIALIZED (
    SELECT value, members FROM (
      SELECT whole.value, CASE WHEN is_all THEN whole.n WHEN is_recent THEN part.n ELSE whole.n - part.n END AS members
      FROM bounds, tito.tally AS whole, LATERAL (
        SELECT coalesce(sum(n), 0)::bigint AS n FROM tito.tally
        WHERE NOT is_all AND scope_id = $1::uuid AND tally = 'joined_progress'
          AND value BETWEEN whole.value * ${STEP}::bigint + CASE WHEN is_recent THEN $3::bigint ELSE first END
            AND whole.value * ${STEP}::bigint + CASE WHEN is_recent THEN last ELSE $3::bigint - 1 END
      ) AS part
      WHERE whole.scope_id = $1::uuid AND whole.tally = 'progress'
    ) AS counted WHERE members > 0
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
