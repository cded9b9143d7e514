import { describe, expect, it } from 'vitest';
import type { Store } from '../../../community/store.ts';
import { ALL, DAY_MS, hex, join, NOTED, START, START_DAY, submit, submitting } from './requests.ts';
import type { OpenStore } from './store-under-test.ts';

/** Ada, and what she submits. */
async function openWithAda(open: OpenStore) {
  const { store } = await open();
  const { id } = await join(store, 'ada');
  const bests = async () => Object.fromEntries((await store.bests(id)).map((b) => [b.metric, b.value]));
  return { store, id, bests };
}

const overall = (store: Store, name: string, score: number, at = START) =>
  submit(store, 'ada', name, { score, received_at: at });

export function describeSubmissions(open: OpenStore): void {
  describe('submitting', () => {
    it('keeps the run, its document and the best of each metric', async () => {
      const { store, id, bests } = await openWithAda(open);
      const scores = { score: 80, score_low: 78, score_high: 82, speed: 90, accuracy: 70 };
      const request = submitting('ada', 'first', scores);
      const submission = { ...request.submission, status: 'unverified', reason: null };
      const best = (metric: string, value: number) => ({
        ...{ metric, value, at: START, submission_id: 'run-first' },
      });
      const after = [best('overall', 80), best('speed', 90), best('accuracy', 70)];
      expect(await store.write('submit', request)).toEqual({
        ...{ kind: 'accepted', submission, before: [], after, used_today: 1 },
      });
      expect(await store.submission('run-first')).toEqual(submission);
      expect(Buffer.from((await store.document('run-first')) ?? [])).toEqual(request.document);
      await submit(store, 'ada', 'base', { kind: 'baseline', score: 55, speed: 99 });
      expect(await bests()).toEqual({ baseline: 55, overall: 80, speed: 90, accuracy: 70 });
      expect((await store.submissionsOf(id)).map((each) => each.id).sort()).toEqual([
        'run-base',
        'run-first',
      ]);
    });

    it('lets a better value replace and of equal ones the earlier stay', async () => {
      const { store, id } = await openWithAda(open);
      const best = async () => (await store.bests(id))[0]?.submission_id;
      await overall(store, 'b', 80, START + 10);
      await overall(store, 'c', 80, START + 20);
      expect(await best()).toBe('run-b');
      // Its clock was set back.
      await overall(store, 'a', 80, START + 5);
      expect(await best()).toBe('run-a');
      await overall(store, 'd', 81, START + 30);
      await overall(store, 'e', 60, START + 40);
      expect(await best()).toBe('run-d');
      expect(await store.histogram(ALL, 'overall')).toEqual([{ value: 81, members: 1 }]);
      const [place] = await store.page(ALL, 'overall', null, 'worse', 5);
      expect(place).toMatchObject({ value: 81, at: START + 30, submission: { id: 'run-d' } });
    });

    it('never ranks a score that could not be computed', async () => {
      const { store, bests } = await openWithAda(open);
      await submit(store, 'ada', 'first', { score: null, speed: 0 });
      expect(await bests()).toEqual({ speed: 0 });
      expect((await store.rank(ALL, 'overall', 0)).of).toBe(0);
    });

    it('counts the same key with the same request once', async () => {
      const { store } = await openWithAda(open);
      const request = submitting('ada', 'first', { score: 80 });
      const first = await store.write('submit', request);
      const version = await store.version();
      const again = {
        ...request,
        submission: { ...request.submission, id: 'other', received_at: START + 9 },
      };
      expect(first).toMatchObject({ kind: 'accepted' });
      expect(await store.write('submit', again)).toMatchObject({
        kind: 'present',
        submission: { id: 'run-first', received_at: START },
        used_today: 1,
        before: [{ value: 80 }],
        after: [{ value: 80 }],
      });
      expect(await store.version()).toBe(version);
    });

    it('refuses a key that stands for another request; keys are the member’s own', async () => {
      const { store } = await openWithAda(open);
      await join(store, 'ben');
      await overall(store, 'first', 80);
      const reused = submitting('ada', 'second', { score: 99 }, { key: 'key-first' });
      expect(await store.write('submit', reused)).toEqual({ kind: 'key_reused' });
      const bens = submitting('ben', 'third', { score: 70 }, { key: 'key-first' });
      expect(await store.write('submit', bens)).toMatchObject({ kind: 'accepted' });
    });

    it('knows the same samples again: of the same member, and of another', async () => {
      const { store } = await openWithAda(open);
      await join(store, 'ben');
      await overall(store, 'first', 80);
      const samples = { samples_sha256: hex('samples first'), score: 99 };
      expect(await store.write('submit', submitting('ada', 'second', samples))).toMatchObject({
        kind: 'present',
        submission: { id: 'run-first', score: 80 },
      });
      const copied = submitting('ben', 'second', samples);
      expect(await store.write('submit', copied)).toEqual({ kind: 'duplicate' });
      expect((await store.rank(ALL, 'overall', 0)).of).toBe(1);
    });

    it('counts a quota per kind and day; what was there before uses none of it', async () => {
      const { store, id } = await openWithAda(open);
      const send = (name: string, more = {}) =>
        store.write('submit', submitting('ada', name, { score: 50, ...more }, { quota: 2 }));
      expect(await send('1')).toMatchObject({ kind: 'accepted', used_today: 1 });
      expect(await send('2')).toMatchObject({ kind: 'accepted', used_today: 2 });
      expect(await send('3')).toEqual({ kind: 'quota_used', used_today: 2 });
      expect(await send('2')).toMatchObject({ kind: 'present', used_today: 2 });
      expect(await send('4', { kind: 'baseline' })).toMatchObject({ kind: 'accepted', used_today: 1 });
      const midnight = (START_DAY + 1) * DAY_MS;
      expect(await send('5', { received_at: midnight - 1 })).toMatchObject({ kind: 'quota_used' });
      expect(await send('3', { received_at: midnight })).toMatchObject({ kind: 'accepted', used_today: 1 });
      await store.write('review', { submission_id: 'run-1', status: 'flagged', reason: 'no', at: NOTED });
      expect(await store.usedOn(id, 'capstone', START_DAY)).toBe(2);
      expect(await store.usedOn(id, 'capstone', START_DAY + 1)).toBe(1);
    });

    it('needs a member', async () => {
      const { store } = await open();
      expect(await store.write('submit', submitting('ada', 'first'))).toEqual({ kind: 'unknown' });
    });
  });

  describe('reviewing', () => {
    it('takes the rank from a flagged run and gives it back', async () => {
      const { store, bests } = await openWithAda(open);
      await overall(store, 'good', 80);
      const cheat = await overall(store, 'cheat', 100);
      const review = (status: 'flagged' | 'unverified') =>
        store.write('review', {
          submission_id: cheat.id,
          status,
          reason: status === 'flagged' ? 'why' : null,
          at: NOTED,
        });
      const flagged = { ...cheat, status: 'flagged', reason: 'why' };
      expect(await review('flagged')).toEqual({ kind: 'reviewed', before: cheat, submission: flagged });
      expect(await bests()).toEqual({ overall: 80 });
      expect(await store.histogram(ALL, 'overall')).toEqual([{ value: 80, members: 1 }]);
      await review('unverified');
      expect(await bests()).toEqual({ overall: 100 });
      expect(await store.submission(cheat.id)).toEqual(cheat);
    });

    it('leaves no rank where every run is flagged or removed', async () => {
      const { store, bests } = await openWithAda(open);
      const run = await overall(store, 'only', 80);
      await store.write('review', { submission_id: run.id, status: 'flagged', reason: 'why', at: NOTED });
      expect(await bests()).toEqual({});
      expect((await store.rank(ALL, 'overall', 0)).of).toBe(0);
      const flagged = await store.submission(run.id);
      const removed = await store.write('remove', { submission_id: run.id, reason: 'odd', at: NOTED });
      expect(removed).toEqual({ kind: 'removed', submission: flagged });
      expect(await store.submission(run.id)).toBeNull();
      expect(await store.document(run.id)).toBeNull();
    });

    it('brings the next best forward when a run is removed', async () => {
      const { store, bests } = await openWithAda(open);
      await submit(store, 'ada', 'one', { score: 60, speed: 90 });
      const two = await submit(store, 'ada', 'two', { score: 70, accuracy: 50 });
      await store.write('remove', { submission_id: two.id, reason: 'odd', at: NOTED });
      expect(await bests()).toEqual({ overall: 60, speed: 90 });
      expect(await overall(store, 'two', 40)).toMatchObject({ status: 'unverified' });
    });

    it('needs a submission', async () => {
      const { store } = await open();
      const unknown = { submission_id: 'none', reason: 'odd', at: NOTED };
      expect(await store.write('remove', unknown)).toEqual({ kind: 'unknown' });
      const review = { ...unknown, status: 'flagged' } as const;
      expect(await store.write('review', review)).toEqual({ kind: 'unknown' });
    });
  });
}
