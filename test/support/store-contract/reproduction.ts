import { describe, expect, it } from 'vitest';
import type { Store, Submission } from '../../../community/store.ts';
import { hex, join, NOTED, START, submit } from './requests.ts';
import type { OpenStore } from './store-under-test.ts';

const CODE = { subject_sha256: hex('the same code'), score: 80, score_low: 78, score_high: 82 };
const LATER = { ...CODE, score: 83, score_low: 81, score_high: 85, received_at: START + 1 };

/** What keeps a second run from vouching for the first. */
const DIFFERENCES: [string, Partial<Submission>][] = [
  ['of other code', { subject_sha256: hex('other code') }],
  ['with the same random numbers', { seed: 7 }],
  ['measured at the same time', { measured_at: START - 7 }],
  ['of another kind', { kind: 'baseline' }],
  ['whose score disagrees', { score_low: 83 }],
  ['without an interval', { score_low: null, score_high: null }],
];

export function describeReproduction(open: OpenStore): void {
  const statuses = async (store: Store, ...names: string[]) =>
    Promise.all(names.map(async (name) => (await store.submission(`run-${name}`))?.status));
  const openWithRun = async () => {
    const { store } = await open();
    await join(store, 'ada');
    await submit(store, 'ada', 'one', { ...CODE, seed: 7, measured_at: START - 7 });
    return store;
  };

  describe('reproduced', () => {
    it('are both of two runs of the same code that agree', async () => {
      const store = await openWithRun();
      expect(await submit(store, 'ada', 'two', LATER)).toMatchObject({ status: 'reproduced' });
      expect(await statuses(store, 'one', 'two')).toEqual(['reproduced', 'reproduced']);
    });

    it.each(DIFFERENCES)('is none by a run %s', async (_, difference) => {
      const store = await openWithRun();
      await submit(store, 'ada', 'two', { ...LATER, ...difference });
      expect(await statuses(store, 'one', 'two')).toEqual(['unverified', 'unverified']);
    });

    it('is none by a run of another member', async () => {
      const store = await openWithRun();
      await join(store, 'ben');
      await submit(store, 'ben', 'two', LATER);
      expect(await statuses(store, 'one', 'two')).toEqual(['unverified', 'unverified']);
    });

    it('is none by a flagged run, nor any more by one that is flagged or removed later', async () => {
      const store = await openWithRun();
      await store.write('review', { submission_id: 'run-one', status: 'flagged', reason: 'why', at: NOTED });
      await submit(store, 'ada', 'two', LATER);
      expect(await statuses(store, 'one', 'two')).toEqual(['flagged', 'unverified']);
      await submit(store, 'ada', 'three', { ...LATER, received_at: START + 2 });
      expect(await statuses(store, 'one', 'two', 'three')).toEqual(['flagged', 'reproduced', 'reproduced']);
      await store.write('remove', { submission_id: 'run-three', reason: 'odd', at: NOTED });
      expect(await statuses(store, 'one', 'two')).toEqual(['flagged', 'unverified']);
      const back = { submission_id: 'run-one', status: 'unverified', reason: null, at: NOTED } as const;
      expect(await store.write('review', back)).toMatchObject({ submission: { status: 'reproduced' } });
      await store.write('review', { submission_id: 'run-two', status: 'flagged', reason: 'why', at: NOTED });
      expect(await statuses(store, 'one', 'two')).toEqual(['unverified', 'flagged']);
    });

    it('stays what a moderator says is so', async () => {
      const store = await openWithRun();
      await store.write('review', {
        submission_id: 'run-one',
        status: 'reproduced',
        reason: 'ran it',
        at: NOTED,
      });
      await submit(store, 'ada', 'two', LATER);
      await store.write('remove', { submission_id: 'run-two', reason: 'odd', at: NOTED });
      expect(await statuses(store, 'one')).toEqual(['reproduced']);
      await store.write('review', {
        submission_id: 'run-one',
        status: 'unverified',
        reason: null,
        at: NOTED,
      });
      expect(await statuses(store, 'one')).toEqual(['unverified']);
    });
  });
}
