import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it, vi } from 'vitest';
import { openSqliteStore, type SqliteStore } from '../../../community/store/sqlite-store.ts';
import { LEAST_GROUP, type Scope } from '../../../community/store.ts';
import {
  ALL,
  FALL,
  hex,
  join as joinAs,
  NOTED,
  START,
  START_DAY,
  submit,
} from '../../support/store-contract/requests.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

afterEach(() => vi.restoreAllMocks());

/** Tables that grow with the members. */
const LARGE = [
  'member',
  'submission',
  'moderation',
  'document',
  'best',
  'idempotency',
  'standing',
  'tally',
  'scope',
];

const MIT: Scope = { kind: 'institution', key: 'mit' };

/** Asks a store everything that it can be asked, and lets it write everything that it can. */
async function useAll(store: SqliteStore) {
  for (let i = 0; i < LEAST_GROUP; i++) {
    await joinAs(store, `m${i}`, { institution: 'MIT', country: 'US', milestones_passed: i });
    await submit(store, `m${i}`, `r${i}`, { score: 50 + i });
  }
  const id = hex('m1', 32);
  const from = { value: 51, at: START, member_id: id };
  await store.write('update', { id, at: START, change: { modules_completed: 3, institution: 'Mit' } });
  await store.write('rotate', { id, token_sha256: hex('next'), former_until: START + 1 });
  await store.write('take', { key: 'k', cost: 1, capacity: 5, per_second: 1, at: START });
  await store.write('review', { submission_id: 'run-r1', status: 'flagged', reason: 'odd', at: NOTED });
  for (const scope of [ALL, FALL, MIT]) {
    await store.members(scope);
    await store.joined(scope, START_DAY, START_DAY);
    await store.passed(scope, 1, START_DAY, START_DAY);
    await store.since(scope, START_DAY, 10);
    for (const metric of ['progress', 'overall'] as const) {
      await store.histogram(scope, metric);
      await store.rank(scope, metric, 51);
      for (const direction of ['worse', 'better'] as const)
        await store.page(scope, metric, from, direction, 5);
      await store.page(scope, metric, null, 'worse', 5);
    }
  }
  await store.scopes('country');
  await store.countScopes('institution');
  await store.memberByToken(hex('token m1'), START);
  await store.bests(id);
  await store.submission('run-r1');
  await store.submissionsOf(id);
  await store.usedOn(id, 'capstone', START_DAY);
  await store.document('run-r1');
  await store.version();
  for (const flagged of [true, false])
    await store.submissions({ flagged, before: { received_at: START, id: 'x' }, limit: 5 });
  await store.membersCalled('brave-otter-m1');
  for (const whose of [{}, { member_id: id }, { submission_id: 'run-r1' }])
    await store.moderations({ ...whose, before: 9, limit: 5 });
  await store.adminToken();
  await store.write('appoint', { admin_sha256: hex('admin') });
  await store.write('remove', { submission_id: 'run-r2', reason: 'odd', at: NOTED });
}

it('reads rows by their keys, whatever it is asked', async () => {
  const file = join(temporaryFolder(), 'registry.db');
  const prepared = vi.spyOn(DatabaseSync.prototype, 'prepare');
  const store = openSqliteStore(file);
  await useAll(store);
  // Leaving has the files searched besides, which is looked at elsewhere.
  store.applyBatch([{ kind: 'leave', request: { id: hex('m4', 32) } }]);
  const statements = [...new Set(prepared.mock.calls.map(([sql]) => sql))];
  await store.close();
  prepared.mockRestore();

  using database = new DatabaseSync(file);
  const plans = statements
    .filter((sql) => /^\s*(?:SELECT|INSERT|UPDATE|DELETE)/i.test(sql) && !/instr\(|sqlite_schema/.test(sql))
    .map((sql) => {
      const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
      return { sql, plan: steps.map(({ detail }) => `${detail}`) };
    });
  expect(plans.length).toBeGreaterThan(40);
  for (const { sql, plan } of plans) {
    expect(sql).not.toMatch(/\bOFFSET\b/i);
    // SQLite compiles a statement anew for each call where its limit is a plain parameter.
    expect(sql).not.toMatch(/LIMIT \?/i);
    const scanned = plan.filter((step) => LARGE.some((table) => step.startsWith(`SCAN ${table}`)));
    expect(scanned, sql).toEqual([]);
    // The few submissions of one member may be sorted.
    const ofMember = plan[0]?.startsWith('SEARCH submission USING INDEX submission_of_member');
    if (!ofMember) expect(plan.join(), sql).not.toContain('TEMP B-TREE');
  }
});
