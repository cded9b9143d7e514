import { expect, it, onTestFinished } from 'vitest';
import { institutionKey } from '../../../../community/contributions.ts';
import { recount } from '../../../../community/migrate/compare-counts.ts';
import { newMember } from '../../../../community/store/changed-member.ts';
import { columns, MEMBER_COLUMNS } from '../../../../community/store/columns.ts';
import { MIGRATIONS } from '../../../../community/store/postgres/migrations.ts';
import { Pool } from '../../../../community/store/postgres/pool.ts';
import { keyed, MEMBER_ROWS } from '../../../../community/store/postgres/save.ts';
import { MEMBER } from '../../../../community/store/postgres/tables.ts';
import { openPostgresStore } from '../../../../community/store/postgres-store.ts';
import { describeWithPostgres } from '../../../support/postgres.ts';
import { withDatabase } from '../../../support/postgres-cluster.ts';
import { expectRecount } from '../../../support/store-contract/recount.ts';
import {
  ALL,
  DAY_MS,
  FALL,
  joining,
  START,
  START_DAY,
  submit,
} from '../../../support/store-contract/requests.ts';

const NAMES = ['MIT', 'mit', 'MIT', 'École "Normale"', 'Ecole normale', 'ETH', null];
const MEMBERS = 90;

const requestOf = (i: number) =>
  joining(`${i}`, {
    joined_at: START + (i % 3) * DAY_MS + i,
    cohort: i % 4 === 0 ? 'Spring 2026' : 'Fall 2026',
    country: ['US', 'IN', null][i % 3] ?? null,
    institution: NAMES[i % NAMES.length] ?? null,
    course_type: i % 2 === 0 ? 'university_course' : null,
    modules_completed: (i * 5) % 21,
    milestones_passed: i % 7,
  });

/** What the second schema keeps of its members, counted from their rows. */
const COUNTS = `
  CREATE TEMPORARY VIEW of_group AS
    SELECT left(encode(sha256(convert_to(kind || ' ' || key, 'UTF8')), 'hex'), 32)::uuid AS scope_id, kind, key, member.*,
      (joined_at / 86400000)::integer AS day, 0 - minus_progress AS progress
    FROM tito.member, LATERAL (VALUES ('all', ''), ('cohort', cohort), ('institution', institution_key),
      ('course_type', course_type), ('country', country)) AS groups (kind, key) WHERE key IS NOT NULL;
  INSERT INTO tito.spelling SELECT scope_id, institution, count(*) FROM of_group WHERE kind = 'institution' GROUP BY 1, 2;
  INSERT INTO tito.scope
    SELECT scope_id, kind, key, coalesce((SELECT spelling FROM tito.spelling
      WHERE spelling.scope_id = of_group.scope_id ORDER BY n DESC, spelling LIMIT 1), key), count(*)
    FROM of_group GROUP BY scope_id, kind, key;
  UPDATE tito.meta SET value = (SELECT count(*) FROM tito.scope WHERE name = 'scopes ' || kind) WHERE name LIKE 'scopes %';
  UPDATE tito.meta SET value = (SELECT max(number) FROM tito.member) WHERE name = 'last_number';
  INSERT INTO tito.day SELECT scope_id, day, count(*), ${[1, 2, 3, 4, 5, 6]
    .map((i) => `count(*) FILTER (WHERE kind <> 'country' AND milestones_passed >= ${i})`)
    .join(', ')} FROM of_group GROUP BY 1, 2;
  INSERT INTO tito.tally SELECT scope_id, 'progress', progress, count(*) FROM of_group WHERE kind <> 'country' GROUP BY 1, 3;
  INSERT INTO tito.tally SELECT scope_id, 'joined_progress', progress * 100000 + day, count(*)
    FROM of_group WHERE kind <> 'country' GROUP BY 1, 3`;

/** What the third schema keeps beside the members of a group, once some have joined on the latest day. */
const UNSETTLED = `
  UPDATE tito.meta SET value = (SELECT max(day) FROM tito.day) WHERE name = 'latest day';
  WITH latest AS (
    DELETE FROM tito.day WHERE day = (SELECT value FROM tito.meta WHERE name = 'latest day') RETURNING *
  ) UPDATE tito.scope SET latest_day = day, joined = latest.joined, milestone_1 = latest.milestone_1,
    milestone_2 = latest.milestone_2, milestone_3 = latest.milestone_3, milestone_4 = latest.milestone_4,
    milestone_5 = latest.milestone_5, milestone_6 = latest.milestone_6, joined_progress = latest.progress
  FROM latest WHERE scope.id = latest.scope_id`;

describeWithPostgres('a database of a schema before', (cluster) => {
  async function former(steps: 2 | 3) {
    const url = await cluster.newDatabase();
    const members = Array.from({ length: MEMBERS }, (_, i) => keyed(newMember(requestOf(i), i + 1, null)));
    await withDatabase(url, async (sql) => {
      await sql.unsafe('CREATE SCHEMA tito; CREATE TABLE tito.migration (number integer PRIMARY KEY)');
      for (const step of MIGRATIONS.slice(0, 2)) await sql.unsafe(step);
      await sql.unsafe('INSERT INTO tito.migration VALUES (1), (2)');
      const text = `INSERT INTO tito.member (${MEMBER}, institution_key)
        SELECT ${columns(MEMBER_COLUMNS, 'sent')}, institution_key FROM ${MEMBER_ROWS.sql}`;
      await sql.unsafe(text, MEMBER_ROWS.values(members));
      await sql.unsafe(COUNTS);
      if (steps === 3)
        await sql.unsafe(`${MIGRATIONS[2]}; INSERT INTO tito.migration VALUES (3); ${UNSETTLED}`);
    });
    return { url, ids: members.map(({ id }) => id) };
  }
  const wrongCounts = async (url: string) => {
    const pool = new Pool(url, { connections: 1, most_waiting: 1, limit_ms: 60_000, onTrouble: () => {} });
    const { wrong } = await recount(pool);
    await pool.close();
    return wrong;
  };

  it.each([2, 3] as const)(
    '(%i) has every count as before once it is opened, and goes on with them until all have left',
    async (steps) => {
      const { url, ids } = await former(steps);
      const store = await openPostgresStore(url, { connections: 2 });
      onTestFinished(() => store.close());
      expect(await store.members(ALL)).toBe(MEMBERS);
      await expectRecount(store, ids, institutionKey);
      expect(await wrongCounts(url)).toBe(0);
      const { members } = await store.since(FALL, START_DAY + 1, 5);
      expect(members).toBe(Array.from({ length: MEMBERS }, (_, i) => i).filter((i) => i % 4 && i % 3).length);

      const newcomers = Array.from({ length: 20 }, (_, i) => ({
        ...requestOf(MEMBERS + i),
        joined_at: START + 2 * DAY_MS,
      }));
      const outcomes = await store.applyBatch(newcomers.map((request) => ({ kind: 'join', request })));
      expect(outcomes.map((outcome) => 'member' in outcome && outcome.member.number)).toEqual(
        newcomers.map((_, i) => MEMBERS + 1 + i),
      );
      await submit(store, '7', 'run', { score: 80 });
      for (const i of [0, 7, 8])
        await store.write('update', {
          id: joining(`${i}`).id,
          at: START + 9 * DAY_MS,
          change: { institution: 'mit', modules_completed: 20 },
        });
      const all = [...ids, ...newcomers.map(({ id }) => id)];
      await expectRecount(store, all, institutionKey);
      expect(await wrongCounts(url)).toBe(0);
      for (const id of all) await store.write('leave', { id });
      expect(await store.scopes('institution')).toEqual([]);
      await withDatabase(url, async (sql) => {
        for (const table of ['scope', 'day', 'tally', 'spelling'])
          expect(await sql.unsafe(`SELECT FROM tito.${table}`), table).toHaveLength(0);
      });
    },
  );
});
