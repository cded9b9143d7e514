import { describe, expect, it } from 'vitest';
import type { Store } from '../../../community/store.ts';
import { DAY_MS, join, START, submit, submitting } from './requests.ts';
import type { OpenStore } from './store-under-test.ts';

export function describeLimits(open: OpenStore): void {
  /** Ten at most, two more each second. */
  const take = (store: Store, cost: number, after_ms: number, key = 'client') =>
    store.write('take', { key, cost, capacity: 10, per_second: 2, at: START + after_ms });

  describe('a bucket', () => {
    it('is full at first, gives what it has, and refills steadily', async () => {
      const { store } = await open();
      expect(await take(store, 4, 0)).toEqual({
        ...{ kind: 'taken', taken: 4, remaining: 6, full_in_ms: 2000, next_in_ms: 0 },
      });
      expect(await take(store, 8, 0)).toMatchObject({ taken: 6, remaining: 0, next_in_ms: 500 });
      expect(await take(store, 1, 400)).toMatchObject({ taken: 0, remaining: 0, next_in_ms: 100 });
      expect(await take(store, 1, 500)).toMatchObject({ taken: 1, remaining: 0 });
      expect(await take(store, 3, 60_000)).toMatchObject({ taken: 3, remaining: 7, full_in_ms: 1500 });
      expect(await take(store, 10, 60_000, 'another')).toMatchObject({ taken: 10 });
    });

    it('gives steadily however often it is asked in vain', async () => {
      const { store } = await open();
      await take(store, 10, 0);
      let taken = 0;
      for (let ms = 0; ms <= 3000; ms += 30) taken += (await take(store, 1, ms)).taken;
      expect(taken).toBe(6);
    });

    it('neither refills nor blocks when the clock is set back', async () => {
      const { store } = await open();
      await take(store, 10, 0);
      expect(await take(store, 1, -2 * 365 * DAY_MS)).toMatchObject({ taken: 0, next_in_ms: 500 });
      expect(await take(store, 1, -2 * 365 * DAY_MS + 500)).toMatchObject({ taken: 1 });
    });

    it('is the same to all connections, also after a purge', async () => {
      const { store, another } = await open();
      await take(store, 9, 0);
      await store.write('purge', { at: START + 100 });
      expect(await take(await another(), 9, 0)).toMatchObject({ taken: 1 });
      await store.write('purge', { at: START + 60_000 });
      expect(await take(store, 10, 60_000)).toMatchObject({ taken: 10 });
    });
  });

  describe('a purge', () => {
    it('forgets idempotency keys after a month; the samples still tell the run', async () => {
      const { store } = await open();
      await join(store, 'ada');
      await submit(store, 'ada', 'first', { score: 80 });
      const reused = submitting('ada', 'second', { score: 70 }, { key: 'key-first' });
      await store.write('purge', { at: START + 30 * DAY_MS - 1 });
      expect(await store.write('submit', reused)).toEqual({ kind: 'key_reused' });
      await store.write('purge', { at: START + 30 * DAY_MS });
      const again = submitting('ada', 'first', { score: 80 });
      expect(await store.write('submit', again)).toMatchObject({ kind: 'present' });
      expect(await store.write('submit', reused)).toMatchObject({ kind: 'accepted' });
    });
  });
}
