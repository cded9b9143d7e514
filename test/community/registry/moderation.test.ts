import { describe, expect, it } from 'vitest';
import { hashToken } from '../../../community/registry/authenticate.ts';
import { createRegistry } from '../../../community/registry.ts';
import { exportAnswer, statsAnswer } from '../../../src/schema/community/answers.ts';
import {
  moderationAnswer,
  moderationLogAnswer,
  moderationLogQuery,
  reviewsAnswer,
  reviewsQuery,
} from '../../../src/schema/community/moderation.ts';
import { leaderboardQuery, submitAnswer } from '../../../src/schema/community/submission.ts';
import { DAY, NOW, openClass, pretending, tokenOf } from './_registry.ts';

const ADMIN = tokenOf('admin');
const WHY = { reason: 'timed outside of the loop' };
const everything = reviewsQuery.parse({});

/** A class of which two have submitted, and somebody who moderates it. */
async function openModerated() {
  const all = openClass();
  await all.store.write('appoint', { admin_sha256: hashToken(ADMIN) });
  for (const who of ['ada', 'bob']) await all.join(who);
  const ada = await all.submit('ada', { score: 90 });
  all.setClock(NOW + DAY);
  const bob = await all.submit('bob', { score: 70 });
  const scores = async () =>
    (await all.registry.leaderboard(leaderboardQuery.parse({}), null)).entries.map(({ score }) => score);
  return { ...all, moderation: all.registry.moderation, ada, bob, scores };
}

describe('a moderator', () => {
  it('takes a run its rank and gives it back', async () => {
    const { moderation, ada, scores } = await openModerated();
    const flagged = moderationAnswer.parse(await moderation.flag(ada.submission_id, WHY, ADMIN));
    expect(flagged).toMatchObject({ action: 'flag', changed: true, status: 'flagged', ...WHY });
    expect(await scores()).toEqual([70]);
    expect(await moderation.flag(ada.submission_id, WHY, ADMIN)).toMatchObject({ changed: false });
    expect(await moderation.unflag(ada.submission_id, ADMIN)).toMatchObject({
      ...{ action: 'unflag', changed: true, status: 'unverified', reason: null },
    });
    expect(await scores()).toEqual([90, 70]);
    expect(await moderation.unflag(ada.submission_id, ADMIN)).toMatchObject({ changed: false });
  });

  it('takes no word of another run back by unflagging one that is not flagged', async () => {
    const { moderation, store, ada } = await openModerated();
    const vouched = {
      submission_id: ada.submission_id,
      status: 'reproduced',
      reason: 'ran it',
      at: NOW,
    } as const;
    await store.write('review', vouched);
    expect(await moderation.unflag(ada.submission_id, ADMIN)).toMatchObject({
      ...{ changed: false, status: 'reproduced' },
    });
  });

  it('removes a run; the same once more is not done twice', async () => {
    const { moderation, ada, scores, store } = await openModerated();
    const removed = moderationAnswer.parse(await moderation.remove(ada.submission_id, WHY, ADMIN));
    expect(removed).toMatchObject({ action: 'remove', changed: true, status: null, ...WHY });
    expect(await scores()).toEqual([70]);
    expect(await store.document(ada.submission_id)).toBeNull();
    expect(await moderation.remove(ada.submission_id, { reason: 'again' }, ADMIN)).toEqual({
      ...removed,
      changed: false,
    });
    await expect(moderation.flag(ada.submission_id, WHY, ADMIN)).rejects.toMatchObject({
      code: 'unknown_run',
    });
  });

  it('finds runs: the latest, the flagged, those of one member, page by page', async () => {
    const { moderation, ada, bob, join } = await openModerated();
    const { handle } = await join('ada');
    const idsOf = async (query: Partial<typeof everything>) => {
      const { runs, next } = reviewsAnswer.parse(
        await moderation.reviews({ ...everything, ...query }, ADMIN),
      );
      return [runs.map(({ submission_id }) => submission_id), next] as const;
    };
    expect(await idsOf({})).toEqual([[bob.submission_id, ada.submission_id], null]);
    const [first, next] = await idsOf({ limit: 1 });
    expect(first).toEqual([bob.submission_id]);
    expect(await idsOf({ limit: 1, after: `${next}` })).toEqual([[ada.submission_id], null]);
    expect(await idsOf({ handle })).toEqual([[ada.submission_id], null]);
    expect(await idsOf({ handle: 'nobody-here-0000' })).toEqual([[], null]);
    await moderation.flag(ada.submission_id, WHY, ADMIN);
    expect(await idsOf({ status: 'flagged' })).toEqual([[ada.submission_id], null]);
    expect((await moderation.reviews({ ...everything, handle }, ADMIN)).runs).toMatchObject([
      { handle, score: 90, status: 'flagged', ...WHY },
    ]);
    await expect(moderation.reviews({ ...everything, after: 'x' }, ADMIN)).rejects.toMatchObject({
      ...{ code: 'bad_request', details: { field: 'after' } },
    });
  });

  it('sees what was done, the latest first, page by page, as long as the member is there', async () => {
    const { moderation, registry, ada, bob } = await openModerated();
    await moderation.flag(ada.submission_id, WHY, ADMIN);
    await moderation.remove(bob.submission_id, { reason: 'asked for' }, ADMIN);
    await moderation.unflag(ada.submission_id, ADMIN);
    const log = async (query: object) =>
      moderationLogAnswer.parse(await moderation.history(moderationLogQuery.parse(query), ADMIN));
    const { entries } = await log({});
    expect(entries.map(({ action, reason }) => [action, reason])).toEqual([
      ['unflag', null],
      ['remove', 'asked for'],
      ['flag', WHY.reason],
    ]);
    const page = await log({ limit: 2 });
    expect(page.entries).toEqual(entries.slice(0, 2));
    expect(await log({ limit: 2, after: page.next })).toEqual({ entries: entries.slice(2), next: null });
    await registry.leave(tokenOf('ada'));
    expect((await log({})).entries.map(({ action }) => action)).toEqual(['remove']);
  });

  it.each([
    ['nobody', null],
    ['a member', tokenOf('ada')],
    ['somebody with another token', tokenOf('stranger')],
    ['somebody with no token at all', 'x'],
  ])('is not %s', async (_who, token) => {
    const { moderation, ada, scores } = await openModerated();
    const id = ada.submission_id;
    for (const ask of [
      () => moderation.flag(id, WHY, token),
      () => moderation.unflag(id, token),
      () => moderation.remove(id, WHY, token),
      () => moderation.reviews(everything, token),
      () => moderation.history(moderationLogQuery.parse({}), token),
    ])
      await expect(ask()).rejects.toMatchObject({ code: 'not_a_moderator' });
    expect(await scores()).toEqual([90, 70]);
  });

  it('is nobody where no token was made, and whoever has the latest where several were', async () => {
    const { registry, store } = openClass();
    await expect(registry.moderation.reviews(everything, ADMIN)).rejects.toMatchObject({
      ...{ code: 'no_moderator', hint: expect.stringContaining('tito community admin-token') },
    });
    await store.write('appoint', { admin_sha256: hashToken(ADMIN) });
    expect(await registry.moderation.reviews(everything, ADMIN)).toEqual({ runs: [], next: null });
    await store.write('appoint', { admin_sha256: hashToken(tokenOf('next')) });
    await expect(registry.moderation.reviews(everything, ADMIN)).rejects.toMatchObject({
      code: 'not_a_moderator',
    });
  });

  it('needs no token for a file of their own', async () => {
    const { store, ada } = await openModerated();
    const parts = { store, examine: pretending, clock: () => NOW, place: 'registry.db', isOwn: true };
    const { moderation } = createRegistry(parts);
    expect(await moderation.flag(ada.submission_id, WHY, null)).toMatchObject({ changed: true });
  });

  it('gives a reason that can be shown: a line, without what is not seen', async () => {
    const { moderation, ada } = await openModerated();
    const reason = '  edited\u202e\u0007\ntimes <b>  ';
    expect((await moderation.flag(ada.submission_id, { reason }, ADMIN)).reason).toBe('edited times <b>');
    for (const bad of ['', ' \n ', 'x'.repeat(121)])
      await expect(moderation.flag(ada.submission_id, { reason: bad }, ADMIN)).rejects.toMatchObject({
        ...{ code: 'bad_request', details: { field: 'reason' } },
      });
  });
});

describe('the member', () => {
  it('sees in stats, export and when submitting again that a run is flagged, and why', async () => {
    const { moderation, registry, submit, ada } = await openModerated();
    const token = tokenOf('ada');
    expect(statsAnswer.parse(await registry.stats(token)).moderation).toBeUndefined();
    await moderation.flag(ada.submission_id, WHY, ADMIN);
    const told = { action: 'flag', ...WHY, submission_id: ada.submission_id };
    expect(statsAnswer.parse(await registry.stats(token)).moderation).toMatchObject([told]);
    expect(exportAnswer.parse(await registry.export(token))).toMatchObject({
      moderation: [told],
      submissions: [{ status: 'flagged', ...WHY }],
    });
    expect(submitAnswer.parse(await submit('ada', { score: 90 }))).toMatchObject({
      ...{ created: false, status: 'flagged', ...WHY, is_best: false },
    });
    // Nobody else hears of it.
    expect((await registry.stats(null)).moderation).toBeUndefined();
    expect((await registry.stats(tokenOf('bob'))).moderation).toBeUndefined();
    await moderation.unflag(ada.submission_id, ADMIN);
    expect((await registry.stats(token)).moderation).toBeUndefined();
    expect((await registry.export(token)).moderation?.map(({ action }) => action)).toEqual([
      'unflag',
      'flag',
    ]);
  });

  it('sees why a run was removed, without the run', async () => {
    const { moderation, registry, ada } = await openModerated();
    await moderation.remove(ada.submission_id, WHY, ADMIN);
    const token = tokenOf('ada');
    expect((await registry.stats(token)).moderation).toMatchObject([{ action: 'remove', ...WHY }]);
    expect(await registry.export(token)).toMatchObject({
      moderation: [{ action: 'remove', ...WHY, kind: 'capstone' }],
      submissions: [],
    });
  });
});
