import { describe, expect, it } from 'vitest';
import type { Store } from '../../../community/store.ts';
import { DAY_MS, hex, join, NOTED, START, submit } from './requests.ts';
import type { OpenStore } from './store-under-test.ts';

const EVERYTHING = { before: null, limit: 100 };
const ids = async (store: Store, flagged = false) =>
  (await store.submissions({ flagged, ...EVERYTHING })).map(({ id }) => id);
const flag = (store: Store, run: string, reason = 'why', at = NOTED) =>
  store.write('review', { submission_id: run, status: 'flagged', reason, at });
const remove = (store: Store, run: string) =>
  store.write('remove', { submission_id: run, reason: 'edited', at: NOTED + 1 });

export function describeModeration(open: OpenStore): void {
  describe('moderating', () => {
    it('finds the latest submissions, the flagged ones, and goes on where it ended', async () => {
      const { store } = await open();
      for (const name of ['ada', 'bob']) await join(store, name);
      for (let i = 0; i < 5; i++)
        await submit(store, i % 2 ? 'ada' : 'bob', `n${i}`, {
          received_at: START + Math.floor(i / 2) * DAY_MS,
        });
      await flag(store, 'run-n0');
      await flag(store, 'run-n3');
      expect(await ids(store)).toEqual(['run-n4', 'run-n3', 'run-n2', 'run-n1', 'run-n0']);
      expect(await ids(store, true)).toEqual(['run-n3', 'run-n0']);
      const first = await store.submissions({ flagged: false, before: null, limit: 2 });
      const rest = await store.submissions({ flagged: false, before: first[1] ?? null, limit: 2 });
      expect(rest.map(({ id }) => id)).toEqual(['run-n2', 'run-n1']);
    });

    it('finds members by their handle', async () => {
      const { store } = await open();
      const { id } = await join(store, 'ada');
      const twin = await join(store, 'twin', { handle: 'brave-otter-ada' });
      expect((await store.membersCalled('brave-otter-ada')).map((each) => each.id)).toEqual([id, twin.id]);
      expect(await store.membersCalled('brave-otter-nobody')).toEqual([]);
    });

    it('writes down what was done, when and why, once for a word that is repeated', async () => {
      const { store } = await open();
      const { id: member_id } = await join(store, 'ada');
      await submit(store, 'ada', 'one', {});
      await flag(store, 'run-one');
      await flag(store, 'run-one', 'why', NOTED + 5);
      await flag(store, 'run-one', 'another reason', NOTED + 6);
      await store.write('review', {
        submission_id: 'run-one',
        status: 'unverified',
        reason: null,
        at: NOTED + 7,
      });
      await store.write('review', {
        submission_id: 'run-one',
        status: 'unverified',
        reason: null,
        at: NOTED + 8,
      });
      const found = await store.moderations(EVERYTHING);
      const run = { member_id, submission_id: 'run-one', kind: 'capstone', received_at: START };
      expect(found.map(({ number: _, ...rest }) => rest)).toEqual([
        { ...run, action: 'unflag', reason: null, at: NOTED + 7 },
        { ...run, action: 'flag', reason: 'another reason', at: NOTED + 6 },
        { ...run, action: 'flag', reason: 'why', at: NOTED },
      ]);
      const numbers = found.map(({ number }) => number);
      expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
      const [newest] = await store.moderations({ before: null, limit: 1 });
      expect(newest).toEqual(found[0]);
      expect(await store.moderations({ before: found[0]?.number ?? null, limit: 9 })).toEqual(found.slice(1));
    });

    it('keeps why a run was removed, without the run, until the member leaves', async () => {
      const { store } = await open();
      const ada = await join(store, 'ada');
      const bob = await join(store, 'bob');
      await submit(store, 'ada', 'one', {});
      await submit(store, 'bob', 'two', {});
      await remove(store, 'run-one');
      await remove(store, 'run-two');
      expect(await remove(store, 'run-one')).toEqual({ kind: 'unknown' });
      expect(await store.moderations({ member_id: ada.id, ...EVERYTHING })).toMatchObject([
        { action: 'remove', reason: 'edited', at: NOTED + 1, submission_id: 'run-one', received_at: START },
      ]);
      expect(await store.moderations({ submission_id: 'run-two', ...EVERYTHING })).toMatchObject([
        { member_id: bob.id },
      ]);
      await store.write('leave', { id: ada.id });
      expect(await store.moderations({ member_id: ada.id, ...EVERYTHING })).toEqual([]);
      expect((await store.moderations(EVERYTHING)).map(({ member_id }) => member_id)).toEqual([bob.id]);
    });

    it('has one token of whoever moderates: the latest', async () => {
      const { store } = await open();
      expect(await store.adminToken()).toBeNull();
      await store.write('appoint', { admin_sha256: hex('first') });
      expect(await store.adminToken()).toBe(hex('first'));
      await store.write('appoint', { admin_sha256: hex('second') });
      expect(await store.adminToken()).toBe(hex('second'));
      expect(await store.secret()).toHaveLength(32);
    });
  });
}
