import { expect, it, onTestFinished } from 'vitest';
import { institutionKey } from '../../../../community/contributions.ts';
import { recount } from '../../../../community/migrate/compare-counts.ts';
import { Pool } from '../../../../community/store/postgres/pool.ts';
import { openPostgresStore } from '../../../../community/store/postgres-store.ts';
import type { Outcome } from '../../../../community/store.ts';
import { describeWithPostgres } from '../../../support/postgres.ts';
import { withDatabase } from '../../../support/postgres-cluster.ts';
import { expectRecount } from '../../../support/store-contract/recount.ts';
import {
  ALL,
  DAY_MS,
  hex,
  join,
  joining,
  START,
  START_DAY,
} from '../../../support/store-contract/requests.ts';

const NAMES = ['MIT', 'mit', 'M.I.T.', 'École "Normale"', 'Ecole normale', 'back\\slash, {brace}', 'NULL'];
const numberOf = (outcome: Outcome) => ('member' in outcome ? outcome.member.number : null);

describeWithPostgres('newcomers', (cluster) => {
  const open = async (url: string) => {
    const store = await openPostgresStore(url, { connections: 2 });
    onTestFinished(() => store.close());
    return store;
  };
  const wrongCounts = async (url: string) => {
    const pool = new Pool(url, { connections: 1, most_waiting: 1, limit_ms: 60_000, onTrouble: () => {} });
    const { wrong } = await recount(pool);
    await pool.close();
    return wrong;
  };
  const newcomer = (i: number) =>
    joining(`${i}`, {
      // Those of one wave join on one day.
      joined_at: START + Math.floor(i / 140) * DAY_MS + i,
      country: ['US', 'IN', null][i % 3] ?? null,
      institution: NAMES[(i * i) % NAMES.length] ?? null,
      institution_type: 'university',
      course_type: i % 2 === 0 ? 'university_course' : null,
      modules_completed: (i * 5) % 21,
      milestones_passed: i % 7,
    });

  it('who come together leave what a recount gives', async () => {
    const url = await cluster.newDatabase();
    const store = await open(url);
    const requests = Array.from({ length: 420 }, (_, i) => newcomer(i));
    const outcomes: Outcome[] = [];
    for (let from = 0; from < requests.length; from += 70) {
      const wave = requests.slice(from, from + 70).map((request) => store.write('join', request));
      outcomes.push(...(await Promise.all(wave)));
    }
    expect(outcomes.map(numberOf)).toEqual(requests.map((_, i) => i + 1));
    await expectRecount(
      store,
      requests.map(({ id }) => id),
      institutionKey,
    );
    expect(await wrongCounts(url)).toBe(0);
  });

  it('who come to two servers at once, some to both, are counted once and numbered without a gap', async () => {
    const url = await cluster.newDatabase();
    const stores = [await open(url), await open(url)];
    const numbers = new Map<string, number>();
    const kinds: string[] = [];
    for (let wave = 0; wave < 4; wave++) {
      const requests = Array.from({ length: 150 }, (_, i) => newcomer(wave * 100 + i));
      const asked = stores.flatMap((store) => requests.map((request) => store.write('join', request)));
      for (const [i, outcome] of (await Promise.all(asked)).entries()) {
        kinds.push(outcome.kind);
        const { id } = requests[i % 150] ?? { id: '' };
        expect(numbers.get(id) ?? numberOf(outcome), id).toBe(numberOf(outcome));
        numbers.set(id, numberOf(outcome) ?? 0);
      }
    }
    expect(kinds.filter((kind) => kind === 'joined')).toHaveLength(450);
    expect(kinds.filter((kind) => kind === 'present')).toHaveLength(750);
    expect([...numbers.values()].sort((a, b) => a - b)).toEqual(Array.from({ length: 450 }, (_, i) => i + 1));
    const [store] = stores;
    if (store) await expectRecount(store, numbers.keys(), institutionKey);
    expect(await wrongCounts(url)).toBe(0);
  });

  it('are one transaction, also where one of them turns out to be none', async () => {
    const url = await cluster.newDatabase();
    const store = await open(url);
    const version = await store.version();
    const first = await store.applyBatch([1, 2, 3].map((i) => ({ kind: 'join', request: newcomer(i) })));
    expect(first.map(numberOf)).toEqual([1, 2, 3]);
    expect(await store.version()).toBe(version + 1);
    const more = [newcomer(4), newcomer(2), { ...newcomer(3), token_sha256: hex('another') }, newcomer(4)];
    const second = await store.applyBatch(more.map((request) => ({ kind: 'join', request })));
    expect(second.map(({ kind }) => kind)).toEqual(['joined', 'present', 'wrong_token', 'present']);
    expect(second.map(numberOf)).toEqual([4, 2, null, 4]);
    expect(await store.version()).toBe(version + 2);
    expect(await store.members(ALL)).toBe(4);
    expect(await wrongCounts(url)).toBe(0);
  });

  it('have no token that is or was somebody’s', async () => {
    const store = await open(await cluster.newDatabase());
    const { id } = await join(store, 'ada');
    const now = hex('new token');
    await store.write('rotate', { id, token_sha256: now, former_until: START + DAY_MS });
    const kinds: string[] = [];
    for (const [i, token_sha256] of [now, hex('token ada'), hex('third')].entries())
      kinds.push((await store.write('join', joining(`thief ${i}`, { token_sha256 }))).kind);
    expect(kinds).toEqual(['wrong_token', 'wrong_token', 'joined']);
  });

  it('of which the database chokes on one are taken in without it', async () => {
    const url = await cluster.newDatabase();
    const store = await open(url);
    const asked = [1, 2, 3].map((i) =>
      store.write('join', i === 2 ? { ...newcomer(i), country: 'U\0' } : newcomer(i)),
    );
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await store.members(ALL)).toBe(2);
    expect(await wrongCounts(url)).toBe(0);
  });

  it('of one day are taken in by one call, those of two days by a transaction as others are', async () => {
    const url = await cluster.newDatabase();
    const store = await open(url);
    const at = (i: number, day: number) => ({ ...newcomer(i), joined_at: START + day * DAY_MS });
    const both = [at(1, 0), at(2, 1), at(3, 1), at(4, 0)];
    await store.applyBatch(both.map((request) => ({ kind: 'join', request })));
    expect(await store.joined(ALL, START_DAY, START_DAY)).toBe(2);
    expect(await wrongCounts(url)).toBe(0);
    await withDatabase(url, (sql) => sql.unsafe('DROP FUNCTION tito.add_newcomers'));
    const later = [at(5, 0), at(6, 1)];
    const joinAll = (requests: typeof later) =>
      store.applyBatch(requests.map((request) => ({ kind: 'join', request })));
    expect((await joinAll(later)).map(numberOf)).toEqual([5, 6]);
    await expect(joinAll([at(7, 0), at(8, 0)])).rejects.toThrow('add_newcomers');
  });
});
