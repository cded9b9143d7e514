import { expect, it, onTestFinished } from 'vitest';
import { recount } from '../../../community/migrate/compare-counts.ts';
import { Pool } from '../../../community/store/postgres/pool.ts';
import { openPostgresStore } from '../../../community/store/postgres-store.ts';
import type { Outcome, Store, Write } from '../../../community/store.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { describeWithPostgres } from '../../support/postgres.ts';
import { keyOfInstitution, RandomWrites } from '../../support/store-contract/random-writes.ts';
import { expectRecount } from '../../support/store-contract/recount.ts';
import { ALL, hex, join, START, submit, submitting } from '../../support/store-contract/requests.ts';

const WRITES = 20_000;

describeWithPostgres('two stores on one database', (cluster) => {
  async function pair() {
    const url = await cluster.newDatabase();
    const open = async () => {
      const store = await openPostgresStore(url, { connections: 4 });
      onTestFinished(() => store.close());
      return store;
    };
    return { url, one: await open(), other: await open() };
  }

  it('that write about the same members at once leave what a recount gives, after 20,000 writes', {
    timeout: 300_000,
  }, async () => {
    const { url, one, other } = await pair();
    const kinds = new Map<string, number>();
    const ids = new Set<string>();
    /** The names of members and runs are the same on both sides. */
    const live = async (store: Store, seed: number) => {
      const random = seededRandom(seed);
      const writes = new RandomWrites(random);
      for (let done = 0; done < WRITES / 2; ) {
        const batch: Write[] = Array.from({ length: 1 + random.integer(100) }, () => writes.next());
        const outcomes = await Promise.all(
          batch.map(({ kind, request }): Promise<Outcome> => store.write(kind, request)),
        );
        batch.forEach((write, i) => {
          const outcome = outcomes[i];
          if (!outcome) throw new Error('every write has an outcome');
          writes.heard(write, outcome);
          const name = `${write.kind} ${outcome.kind}`;
          kinds.set(name, (kinds.get(name) ?? 0) + 1);
        });
        done += batch.length;
      }
      for (const id of writes.ids) ids.add(id);
    };
    await Promise.all([live(one, 1), live(other, 2)]);
    await expectRecount(one, ids, keyOfInstitution);
    const pool = new Pool(url, { connections: 1, most_waiting: 1, limit_ms: 60_000, onTrouble: () => {} });
    expect(await recount(pool)).toMatchObject({ wrong: 0 });
    await pool.close();
    expect(await other.members(ALL)).toBe(await one.members(ALL));
    // They met: members of one were there for the other.
    for (const name of ['join present', 'update unknown', 'leave unknown', 'submit duplicate', 'join joined'])
      expect(kinds.get(name) ?? 0, name).toBeGreaterThan(50);
  });

  it('count a run once that is submitted to both with one key, and a quota together', async () => {
    const { one, other } = await pair();
    await join(one, 'ada');
    const request = submitting('ada', 'run', { score: 80 });
    const again = { ...request, submission: { ...request.submission, id: 'other id' } };
    const outcomes = await Promise.all([one.write('submit', request), other.write('submit', again)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'present']);
    const runs = await one.submissionsOf(request.submission.member_id);
    expect(runs).toHaveLength(1);
    expect(outcomes.map((outcome) => 'submission' in outcome && outcome.submission.id)).toEqual([
      runs[0]?.id,
      runs[0]?.id,
    ]);
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        [one, other][i % 2]?.write('submit', submitting('ada', `more ${i}`, { score: i }, { quota: 6 })),
      ),
    );
    expect(many.filter((outcome) => outcome?.kind === 'accepted')).toHaveLength(5);
  });

  it('know one token of one member, whoever is asked first', async () => {
    const { one, other } = await pair();
    const [ada, ben] = [await join(one, 'ada'), await join(other, 'ben')];
    const next = hex('the same');
    const rotate = (store: Store, id: string) =>
      store.write('rotate', { id, token_sha256: next, former_until: START + 100 });
    const outcomes = await Promise.all([rotate(one, ada.id), rotate(other, ben.id)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['rotated', 'wrong_token']);
  });

  it('take from one bucket together, also from one that is new to both', async () => {
    const { one, other } = await pair();
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      const taken = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          [one, other][i % 2]?.write('take', { key, cost: 3, capacity: 10, per_second: 1, at: START }),
        ),
      );
      expect(taken.reduce((sum, outcome) => sum + (outcome?.taken ?? 0), 0)).toBe(10);
    }
  });

  it('hand a member over while it submits', async () => {
    const { one, other } = await pair();
    for (let i = 0; i < 20; i++) {
      const { id } = await join(one, `ada ${i}`, { institution: 'ETH', country: 'CH' });
      await Promise.all([
        submit(one, `ada ${i}`, `run ${i}`, { score: i }).catch(() => null),
        other.write('leave', { id }),
      ]);
    }
    expect(await one.members(ALL)).toBe(0);
    expect(await one.scopes('institution')).toEqual([]);
    expect((await one.rank(ALL, 'overall', 0)).of).toBe(0);
  });
});
