import { describe, expect, it } from 'vitest';
import type { Position, Scope, Store } from '../../../community/store.ts';
import { ALL, DAY_MS, FALL, institution, join, START, START_DAY, submit } from './requests.ts';
import type { OpenStore } from './store-under-test.ts';

/** Modules, and the day of joining, of ten members; many are equal. */
const MEMBERS: readonly (readonly [modules: number, day: number])[] = [
  [5, 0],
  [20, 0],
  [5, 0],
  [0, 1],
  [20, 2],
  [5, 1],
  [5, 0],
  [12, 3],
  [0, 0],
  [12, 3],
];

async function joinAll(store: Store) {
  for (const [i, [modules_completed, day]] of MEMBERS.entries()) {
    const joined_at = START + day * DAY_MS;
    await join(store, `m${i}`, { modules_completed, joined_at, institution: i % 2 ? 'MIT' : null });
  }
}

/** By value, then time, then id: the plain way. */
const before = (a: Position, b: Position) =>
  b.value - a.value || a.at - b.at || (a.member_id < b.member_id ? -1 : 1);

const pageAll = async (store: Store, scope: Scope, limit: number) => {
  const all: Position[] = [];
  for (let from: Position | null = null; ; ) {
    const page = await store.page(scope, 'progress', from, 'worse', limit);
    if (page.length === 0) return all;
    all.push(...page);
    from = page.at(-1) ?? null;
  }
};

export function describeStandings(open: OpenStore): void {
  describe('standings', () => {
    it('are in order of value, time and id, in pages of any size', async () => {
      const { store } = await open();
      await joinAll(store);
      const all = await pageAll(store, ALL, 100);
      expect(all).toHaveLength(10);
      expect(all).toEqual(all.toSorted(before));
      for (const limit of [1, 3]) expect(await pageAll(store, ALL, limit)).toEqual(all);
      expect(await pageAll(store, institution('mit'), 2)).toHaveLength(5);
    });

    it('go up from a place as well, the best first', async () => {
      const { store } = await open();
      await joinAll(store);
      const all = await pageAll(store, FALL, 100);
      const page = (from: Position | null, limit: number) =>
        store.page(FALL, 'progress', from, 'better', limit);
      expect(await page(all[6] ?? null, 3)).toEqual(all.slice(3, 6));
      expect(await page(all[2] ?? null, 5)).toEqual(all.slice(0, 2));
      expect(await page(all[0] ?? null, 5)).toEqual([]);
      expect(await page(null, 5)).toEqual([]);
    });

    it('go on where a page ended although that member has left', async () => {
      const { store } = await open();
      await joinAll(store);
      const all = await pageAll(store, ALL, 100);
      const [, , , place] = all;
      if (!place) throw new Error('there are ten');
      await store.write('leave', { id: place.member_id });
      expect(await store.page(ALL, 'progress', place, 'worse', 2)).toEqual(all.slice(4, 6));
      expect(await store.page(ALL, 'progress', place, 'better', 2)).toEqual(all.slice(1, 3));
    });

    it('tell what others may see of a member', async () => {
      const { store } = await open();
      const { id, handle, number } = await join(store, 'ada', { modules_completed: 7, milestones_passed: 2 });
      const member = { handle, number, modules_completed: 7, milestones_passed: 2, joined_at: START };
      expect(await store.page(ALL, 'progress', null, 'worse', 5)).toEqual([
        { value: 7 * 7 + 2, at: START, member_id: id, member, submission: null },
      ]);
      const submission = await submit(store, 'ada', 'first', { score: 90, speed: 70 });
      const [place] = await store.page(ALL, 'speed', null, 'worse', 5);
      expect(place).toEqual({ value: 70, at: START, member_id: id, member, submission });
    });

    it('rank equals alike and count the next after all of them', async () => {
      const { store } = await open();
      await joinAll(store);
      expect(await store.histogram(ALL, 'progress')).toEqual([
        { value: 140, members: 2 },
        { value: 84, members: 2 },
        { value: 35, members: 4 },
        { value: 0, members: 2 },
      ]);
      const rank = async (value: number) => (await store.rank(ALL, 'progress', value)).rank;
      expect(await Promise.all([140, 84, 35, 0, 36, 141].map(rank))).toEqual([1, 3, 5, 9, 5, 1]);
      expect(await store.rank(institution('mit'), 'progress', 0)).toEqual({ rank: 5, of: 5 });
    });
  });

  describe('those who joined on a day or later', () => {
    it('are counted and in order of progress', async () => {
      const { store } = await open();
      await joinAll(store);
      const all = await store.page(ALL, 'progress', null, 'worse', 100);
      for (const day of [-1, 0, 1, 2, 3, 4]) {
        const from_day = START_DAY + day;
        const wanted = all.filter(({ member }) => Math.floor(member.joined_at / DAY_MS) >= from_day);
        const values = [...new Set(wanted.map(({ value }) => value))];
        const histogram = values.map((value) => ({
          value,
          members: wanted.filter((each) => each.value === value).length,
        }));
        expect(await store.since(ALL, from_day, 100)).toEqual({
          members: wanted.length,
          histogram,
          standings: wanted,
        });
        expect((await store.since(ALL, from_day, 2)).standings).toEqual(wanted.slice(0, 2));
      }
    });

    it('are nobody in a group without members', async () => {
      const { store } = await open();
      expect(await store.since(FALL, 0, 5)).toEqual({ members: 0, histogram: [], standings: [] });
    });
  });
}
