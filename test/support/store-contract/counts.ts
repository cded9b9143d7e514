import { describe, expect, it } from 'vitest';
import type { Store } from '../../../community/store.ts';
import { ALL, DAY_MS, FALL, institution, join, START, START_DAY } from './requests.ts';
import type { OpenStore } from './store-under-test.ts';

const move = (store: Store, id: string, name: string | null) =>
  store.write('update', { id, at: START, change: { institution: name } });

export function describeCounts(open: OpenStore): void {
  describe('counts', () => {
    it('are zero in an empty store and for groups that nobody is in', async () => {
      const { store } = await open();
      expect(await store.members(ALL)).toBe(0);
      expect(await store.countScopes('country')).toBe(0);
      expect(await store.scopes('institution')).toEqual([]);
      expect(await store.histogram(ALL, 'progress')).toEqual([]);
      expect(await store.rank(ALL, 'progress', 5)).toEqual({ rank: 1, of: 0 });
      expect(await store.joined(ALL, 0, START_DAY)).toBe(0);
    });

    it('follow members through joins, moves and leaves', async () => {
      const { store } = await open();
      const ada = await join(store, 'ada', { country: 'DE', institution: 'MIT' });
      const ben = await join(store, 'ben', { country: 'DE', institution: 'ETH' });
      const distinct = () => Promise.all([store.countScopes('country'), store.countScopes('institution')]);
      expect(await distinct()).toEqual([1, 2]);
      await move(store, ben.id, 'MIT');
      expect(await distinct()).toEqual([1, 1]);
      expect(await store.members(institution('mit'))).toBe(2);
      await move(store, ada.id, null);
      expect(await store.members(institution('mit'))).toBe(1);
      await store.write('leave', { id: ben.id });
      expect(await distinct()).toEqual([1, 0]);
      expect(await store.members({ kind: 'country', key: 'DE' })).toBe(1);
      await store.write('leave', { id: ada.id });
      expect(await distinct()).toEqual([0, 0]);
    });

    it('tell who joined and who passed a milestone between two days, both included', async () => {
      const { store } = await open();
      for (const day of [0, 1, 1, 3]) {
        const joined_at = START + day * DAY_MS;
        await join(store, `${day} ${await store.members(ALL)}`, { joined_at, milestones_passed: day });
      }
      expect(await store.joined(ALL, START_DAY, START_DAY + 1)).toBe(3);
      expect(await store.joined(FALL, START_DAY + 1, START_DAY + 3)).toBe(3);
      expect(await store.joined(FALL, START_DAY + 2, START_DAY + 2)).toBe(0);
      expect(await store.passed(ALL, 1, START_DAY, START_DAY + 2)).toBe(2);
      expect(await store.passed(ALL, 3, START_DAY, START_DAY + 3)).toBe(1);
    });

    it('are the same whether writes come one by one or together', async () => {
      const { store, applyTogether } = await open();
      if (!applyTogether) return;
      const ada = await join(store, 'ada', { institution: 'MIT' });
      const outcomes = await applyTogether([
        { kind: 'update', request: { id: ada.id, at: START, change: { institution: 'ETH' } } },
        { kind: 'update', request: { id: ada.id, at: START, change: { institution: 'mit' } } },
        { kind: 'leave', request: { id: ada.id } },
        { kind: 'leave', request: { id: ada.id } },
      ]);
      expect(outcomes.map(({ kind }) => kind)).toEqual(['updated', 'updated', 'left', 'unknown']);
      expect(await store.scopes('institution')).toEqual([]);
      expect(await store.members(ALL)).toBe(0);
    });
  });

  describe('the label of a group', () => {
    it('is the most common spelling, of equally common ones the first', async () => {
      const { store } = await open();
      const labels = async () => (await store.scopes('institution')).map(({ label }) => label);
      const ada = await join(store, 'ada', { institution: 'harvard university' });
      expect(await labels()).toEqual(['harvard university']);
      const ben = await join(store, 'ben', { institution: 'Harvard University' });
      expect(await labels()).toEqual(['Harvard University']);
      await join(store, 'cleo', { institution: 'harvard university' });
      expect(await labels()).toEqual(['harvard university']);
      await move(store, ada.id, 'Harvard-University');
      expect(await labels()).toEqual(['Harvard University']);
      await store.write('leave', { id: ben.id });
      expect(await store.scopes('institution')).toEqual([
        { key: 'harvard university', label: 'Harvard-University', members: 2 },
      ]);
    });

    it('is its key where there is one spelling only, and groups come by key', async () => {
      const { store } = await open();
      await join(store, 'ada', { country: 'US', course_type: 'bootcamp' });
      await join(store, 'ben', { country: 'DE', course_type: 'bootcamp' });
      expect(await store.scopes('country')).toEqual([
        { key: 'DE', label: 'DE', members: 1 },
        { key: 'US', label: 'US', members: 1 },
      ]);
      expect(await store.scopes('course_type')).toEqual([{ key: 'bootcamp', label: 'bootcamp', members: 2 }]);
      expect(await store.scopes('all')).toEqual([{ key: '', label: '', members: 2 }]);
    });
  });

  describe('the version', () => {
    it('goes up with what somebody could see, and with nothing else', async () => {
      const { store } = await open();
      const versions = [await store.version()];
      const { id } = await join(store, 'ada');
      versions.push(await store.version());
      await store.write('take', { key: 'k', cost: 1, capacity: 5, per_second: 1, at: START });
      await store.write('rotate', { id, token_sha256: 'f'.repeat(64), former_until: START });
      await store.write('purge', { at: START });
      expect(await store.version()).toBe(versions[1]);
      await store.write('leave', { id });
      versions.push(await store.version());
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    });
  });

  describe('the secret', () => {
    it('is made once and is another one in each registry', async () => {
      const [one, other] = [await open(), await open()];
      const secret = await one.store.secret();
      expect(secret).toHaveLength(32);
      expect(await (await one.another()).secret()).toEqual(secret);
      expect(await other.store.secret()).not.toEqual(secret);
    });
  });

  describe('several connections', () => {
    it('see what each other wrote, and never give a number twice', async () => {
      const { store, another } = await open();
      const stores = [store, await another(), await another()];
      const members = await Promise.all(
        Array.from({ length: 30 }, (_, i) => join(stores[i % 3] ?? store, `member ${i}`, { country: 'DE' })),
      );
      expect(new Set(members.map(({ number }) => number)).size).toBe(30);
      for (const each of stores) expect(await each.members({ kind: 'country', key: 'DE' })).toBe(30);
    });
  });
}
