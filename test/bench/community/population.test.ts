import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { memberId, writesOf } from '../../../bench/community/population.ts';
import { recount } from '../../../bench/community/recount.ts';
import { openSqliteStore } from '../../../community/store/sqlite-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SECRET = new Uint8Array(32);
const UNTIL = Date.UTC(2026, 10, 21);

async function fill(members: number): Promise<{ file: string; folder: string }> {
  const folder = temporaryFolder();
  const file = join(folder, 'registry.db');
  const store = openSqliteStore(file);
  const outcomes = store.applyBatch([...writesOf({ members, until: UNTIL, secret: SECRET })]);
  const kinds = new Set(outcomes.map(({ kind }) => kind));
  expect(kinds).toEqual(new Set(['joined', 'accepted']));
  expect(await store.member(memberId(members))).toMatchObject({ number: members, joined_at: UNTIL });
  expect((await store.scopes('cohort')).length).toBe(19);
  await store.close();
  return { file, folder };
}

it('is taken by the store as it is, and counted as it is', async () => {
  const { file, folder } = await fill(500);
  expect(recount(file)).toEqual([]);
  const wrong = [
    "UPDATE tally SET n = n + 1 WHERE tally = 'progress' AND value = (SELECT max(value) FROM tally WHERE tally = 'progress')",
    'DELETE FROM best WHERE member_id = (SELECT min(member_id) FROM best)',
    'DELETE FROM document WHERE submission_id = (SELECT min(submission_id) FROM document)',
    'DELETE FROM standing WHERE member_id = (SELECT min(member_id) FROM standing)',
    "UPDATE scope_count SET n = n + 1 WHERE kind = 'country'",
  ];
  for (const [i, sql] of wrong.entries()) {
    const copy = join(folder, `wrong-${i}.db`);
    copyFileSync(file, copy);
    const database = new DatabaseSync(copy);
    database.exec(sql);
    database.close();
    expect(recount(copy), sql).not.toEqual([]);
  }
});

it('is the same one each time', () => {
  const [once, again] = [1, 2].map(() => [...writesOf({ members: 50, until: UNTIL, secret: SECRET })]);
  expect(once).toEqual(again);
});
