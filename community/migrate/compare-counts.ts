import { GROUP_KINDS, type GroupKind } from '../../src/schema/community/groups.ts';
import type { Pool } from '../store/postgres/pool.ts';
import type { Source, Tally } from './source.ts';

/** All counts of the groups in `counted_scope`, as a file has them. */
const COUNTED = `
  SELECT kind, key, tally, value::bigint, n FROM counted_scope JOIN tito.tally ON scope_id = counted_scope.id
  UNION ALL SELECT kind, key, 'members', 0, members FROM counted_scope
  UNION ALL SELECT kind, key, 'progress', value, n FROM counted_scope, tito.counts_in(progress)
  UNION ALL SELECT kind, key, of_day.tally, of_day.value, sum(of_day.n)::bigint
    FROM counted_scope JOIN tito.counted_day AS stored ON scope_id = counted_scope.id,
    LATERAL (
      VALUES ('joined', day, joined), ('milestone_1', day, milestone_1), ('milestone_2', day, milestone_2),
        ('milestone_3', day, milestone_3), ('milestone_4', day, milestone_4), ('milestone_5', day, milestone_5),
        ('milestone_6', day, milestone_6)
      UNION ALL SELECT 'joined_progress', value * 100000 + day, n FROM tito.counts_in(stored.progress)
    ) AS of_day (tally, value, n)
    WHERE of_day.n > 0 GROUP BY 1, 2, 3, 4`;
/** Groups that are compared at a time: the largest has a count for each progress and day. */
const PAGE = 50;
/** Counts in the order of the file, of the next groups after one. */
const TALLIES = `
  WITH counted_scope AS MATERIALIZED (
    SELECT id, kind, key, members, tito.sum_of_counts(progress, joined_progress) AS progress FROM tito.scope
    WHERE (kind, key) > ($1::text COLLATE "C", $2::text COLLATE "C") ORDER BY kind, key LIMIT ${PAGE}
  )
  SELECT kind, key, tally, value, n FROM (${COUNTED}) AS counted
  ORDER BY kind COLLATE "C", key COLLATE "C", tally COLLATE "C", value`;

/** Whether every count is what it is in the file. */
export async function hasSameTallies(pool: Pool, source: Source): Promise<boolean> {
  const there = talliesOf(pool);
  for (const tally of source.tallies()) {
    const found = await there.next();
    if (found.done || asText(found.value) !== asText(tally)) return false;
  }
  return (await there.next()).done === true;
}

const asText = ({ kind, key, tally, value, n }: Tally) => JSON.stringify([kind, key, tally, value, n]);

async function* talliesOf(pool: Pool): AsyncGenerator<Tally> {
  let after: Pick<Tally, 'kind' | 'key'> = { kind: '', key: '' };
  for (;;) {
    const page = await pool.rows<Tally>({ text: TALLIES, values: [after.kind, after.key] });
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last;
  }
}

/** What a member's group of each kind is called, as a column of `tito.member`. */
const KEYS: Readonly<Record<GroupKind, string>> = {
  all: "''",
  cohort: 'cohort',
  class: 'class_id',
  institution: 'institution_key',
  course_type: 'course_type',
  country: 'country',
};

/**
 * How many counts of the groups of a kind differ from a recount of the rows, in one statement and by nothing that keeps
 * them: members of each group, by day, by progress and day, by milestone and day, by the best of each metric.
 */
const recountOf = (kind: GroupKind) => `
  WITH member_of AS (SELECT *, ${KEYS[kind]} AS key FROM tito.member WHERE ${KEYS[kind]} IS NOT NULL),
  recounted AS (
    SELECT key, 'members' AS tally, 0::bigint AS value, count(*) AS n FROM member_of GROUP BY 1
    UNION ALL SELECT key, 'joined', joined_at / 86400000, count(*) FROM member_of GROUP BY 1, 3
    ${kind === 'country' ? '' : RANKED}
  ),
  counted_scope AS (SELECT id, kind, key, members, tito.sum_of_counts(progress, joined_progress) AS progress FROM tito.scope WHERE kind = '${kind}'),
  counted AS (${COUNTED})
  SELECT count(*) FILTER (WHERE recounted.n IS DISTINCT FROM counted.n) AS wrong, count(*) AS all_counts
  FROM recounted FULL JOIN counted USING (key, tally, value)`;
const RANKED = `
    UNION ALL SELECT key, 'progress', 0 - minus_progress, count(*) FROM member_of GROUP BY 1, 3
    UNION ALL SELECT key, 'joined_progress', (0 - minus_progress) * 100000 + joined_at / 86400000, count(*)
      FROM member_of GROUP BY 1, 3
    UNION ALL SELECT key, 'milestone_' || passed.number, passed.day::text::bigint, count(*)
      FROM member_of, jsonb_array_elements(milestone_days) WITH ORDINALITY AS passed (day, number) GROUP BY 1, 2, 3
    UNION ALL SELECT key, metric, 0 - minus_value, count(*)
      FROM member_of JOIN tito.best ON member_id = id GROUP BY 1, 2, 3`;
const SPELLINGS = `
  WITH recounted AS (
    SELECT institution_key AS key, institution AS spelling, count(*) AS n FROM tito.member
    WHERE institution IS NOT NULL GROUP BY 1, 2
  ), other AS (SELECT scope.id, key, spelling, n FROM tito.scope JOIN tito.spelling ON scope_id = scope.id),
  counted AS (
    SELECT key, spelling, n FROM other
    -- How many write the label is what is left of the members.
    UNION ALL SELECT key, label, members - coalesce((SELECT sum(n) FROM other WHERE other.id = scope.id), 0)
    FROM tito.scope WHERE kind = 'institution'
  )
  SELECT count(*) FILTER (WHERE recounted.n IS DISTINCT FROM counted.n) AS wrong, count(*) AS all_counts
  FROM recounted FULL JOIN counted USING (key, spelling)`;

/** @returns how many counts there are, and how many of them a recount of the rows does not give */
export async function recount(pool: Pool): Promise<{ counts: number; wrong: number }> {
  let [counts, wrong] = [0, 0];
  for (const text of [...GROUP_KINDS.map(recountOf), SPELLINGS]) {
    const [row] = await pool.rows<{ wrong: number; all_counts: number }>({ text, values: [] });
    counts += row?.all_counts ?? 0;
    wrong += row?.wrong ?? 0;
  }
  return { counts, wrong };
}
