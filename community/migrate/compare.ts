import { createHash } from 'node:crypto';
import type { Pool } from '../store/postgres/pool.ts';
import { arrayOf } from '../store/postgres/statement.ts';
import { BEST, MEMBER, SUBMISSION } from '../store/postgres/tables.ts';
import type { Moved, Source, Tally } from './source.ts';

const IDS = '$1::text[]';
const FORMER = `SELECT token_sha256, member_id, until FROM tito.former_token WHERE member_id = ANY (${IDS}) ORDER BY token_sha256`;
const RUNS = `
  SELECT ${SUBMISSION}, vouched, encode(sha256(bytes), 'hex') AS document_sha256 FROM tito.submission
  JOIN tito.document ON submission_id = submission.id WHERE member_id = ANY (${IDS}) ORDER BY submission.id`;
const BESTS = `SELECT ${BEST} FROM tito.best WHERE member_id = ANY (${IDS}) ORDER BY metric`;
const SENT = `
  SELECT member_id, key, request_sha256, submission_id, at FROM tito.idempotency
  WHERE member_id = ANY (${IDS}) ORDER BY key`;

/** Whether the members that were moved are in the database as they were in the file, with all that is theirs. */
export async function isSame(pool: Pool, moved: readonly Moved[]): Promise<boolean> {
  const ids = [arrayOf(moved.map(({ member }) => member.id))];
  const rows = <Row extends object>(text: string) => pool.rows<Row>({ text, values: ids });
  const [members, former, runs, bests, sent] = await Promise.all([
    rows(`SELECT ${MEMBER} FROM tito.member WHERE id = ANY (${IDS}) ORDER BY number`),
    rows<{ member_id: string }>(FORMER),
    rows<{ member_id: string }>(RUNS),
    rows<{ member_id: string }>(BESTS),
    rows<{ member_id: string }>(SENT),
  ]);
  const of = (list: readonly { member_id: string }[]) => {
    const byMember = Map.groupBy(list, ({ member_id }) => member_id);
    return moved.flatMap(({ member }) => byMember.get(member.id) ?? []);
  };
  const wanted = [
    moved.map(({ member }) => member),
    moved.flatMap(({ formerTokens }) => formerTokens),
    moved.flatMap(({ submissions }) =>
      submissions.map(({ submission, document }) => ({
        ...submission,
        document_sha256: createHash('sha256').update(document).digest('hex'),
      })),
    ),
    moved.flatMap((each) => each.bests),
    moved.flatMap((each) => each.sent),
  ];
  return text(wanted) === text([members, of(former), of(runs), of(bests), of(sent)]);
}

/** Lists of rows as text, whatever the order of their fields. */
const text = (lists: readonly (readonly object[])[]): string =>
  JSON.stringify(
    lists.map((rows) => rows.map((row) => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))),
  );

const PAGE = 5000;
/** Counts in the order of the file; those of members stand with their scope. */
const TALLIES = `
  SELECT kind, key, tally, value, n FROM (
    SELECT kind, key, tally, value, n FROM tito.scope JOIN tito.tally ON scope_id = scope.id
    UNION ALL SELECT kind, key, 'members', 0, members FROM tito.scope
  ) AS counted
  WHERE (kind, key, tally, value) > ($1::text COLLATE "C", $2::text COLLATE "C", $3::text COLLATE "C", $4::integer)
  ORDER BY kind COLLATE "C", key COLLATE "C", tally COLLATE "C", value LIMIT ${PAGE}`;

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
  let last: Tally = { kind: '', key: '', tally: '', value: 0, n: 0 };
  for (;;) {
    const values = [last.kind, last.key, last.tally, last.value];
    const page = await pool.rows<Tally>({ text: TALLIES, values });
    yield* page;
    last = page.at(-1) ?? last;
    if (page.length < PAGE) return;
  }
}

/**
 * How many counts differ from a recount of the rows, in one statement and by nothing that keeps them: members of each
 * group, by day, by progress and day, by milestone and day, by the best of each metric; and spellings.
 */
const RECOUNT = `
  WITH member_of AS (
    SELECT member.*, kind, key FROM tito.member, LATERAL (VALUES
      ('all', ''), ('cohort', cohort), ('institution', institution_key), ('course_type', course_type),
      ('country', country)) AS groups (kind, key)
    WHERE key IS NOT NULL
  ), added AS (
    SELECT kind, key, 'members' AS tally, 0 AS value FROM member_of
    UNION ALL SELECT kind, key, 'joined', joined_at / 86400000 FROM member_of
    UNION ALL SELECT kind, key, 'progress', 0 - minus_progress FROM member_of WHERE kind <> 'country'
    UNION ALL SELECT kind, key, 'joined_progress', (0 - minus_progress) * 100000 + joined_at / 86400000
      FROM member_of WHERE kind <> 'country'
    UNION ALL SELECT kind, key, 'milestone_' || passed.number, passed.day::text::integer
      FROM member_of, jsonb_array_elements(milestone_days) WITH ORDINALITY AS passed (day, number)
      WHERE kind <> 'country'
    UNION ALL SELECT kind, key, metric, 0 - minus_value
      FROM member_of JOIN tito.best ON member_id = id WHERE kind <> 'country'
    UNION ALL SELECT 'spelling', institution_key, institution, 0 FROM tito.member WHERE institution IS NOT NULL
  ), recounted AS (SELECT kind, key, tally, value::bigint, count(*) AS n FROM added GROUP BY 1, 2, 3, 4),
  counted AS (
    SELECT kind, key, tally, value::bigint, n FROM tito.scope JOIN tito.tally ON scope_id = scope.id
    UNION ALL SELECT kind, key, 'members', 0, members FROM tito.scope
    UNION ALL SELECT 'spelling', key, spelling, 0, n FROM tito.scope JOIN tito.spelling ON scope_id = scope.id
  )
  SELECT count(*) FILTER (WHERE recounted.n IS DISTINCT FROM counted.n) AS wrong, count(*) AS all_counts
  FROM recounted FULL JOIN counted USING (kind, key, tally, value)`;

/** @returns how many counts there are, and how many of them a recount of the rows does not give */
export async function recount(pool: Pool): Promise<{ counts: number; wrong: number }> {
  const [row] = await pool.rows<{ wrong: number; all_counts: number }>({ text: RECOUNT, values: [] });
  return { counts: row?.all_counts ?? 0, wrong: row?.wrong ?? 0 };
}
