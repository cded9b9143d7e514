import { describe, expect, it } from 'vitest';
import { leaderboardAnswer, leaderboardQuery } from '../../../src/schema/community/submission.ts';
import { type Class, idOf, NOW, openClass, tokenOf } from './_registry.ts';

const ask = async ({ registry }: Class, query: object = {}, who: string | number | null = null) =>
  leaderboardAnswer.parse(
    await registry.leaderboard(leaderboardQuery.parse(query), who === null ? null : tokenOf(who)),
  );

/** Members with these scores, each submitted a little later than the one before. */
async function board(scores: readonly number[]): Promise<Class> {
  const all = openClass();
  for (const [i, score] of scores.entries()) {
    all.setClock(NOW + i);
    await all.join(i);
    const tracks = { speed: 100 - score, compression: 50, accuracy: 60, efficiency: 70 };
    await all.submit(i, { score, tracks, samples: `${i}` });
  }
  return all;
}

describe('a leaderboard', () => {
  it('shows the best first, by handle, equals with one rank and the earlier one above', async () => {
    const all = await board([60, 90, 90, 70, 80]);
    const { entries, members, neighbours, next, ...rest } = await ask(all);
    expect({ members, neighbours, next, ...rest }).toEqual({
      ...{ track: 'overall', kind: 'all', label: '' },
      ...{ members: 5, neighbours: [], next: null },
    });
    expect(entries.map(({ rank, score }) => [rank, score])).toEqual([
      [1, 90],
      [1, 90],
      [3, 80],
      [4, 70],
      [5, 60],
    ]);
    expect(entries[0]).toEqual({
      rank: 1,
      handle: (await all.join(1)).handle,
      score: 90,
      score_interval: [87, 93],
      status: 'unverified',
      bracket: 'medium',
      subject: 'python',
      submitted: '2026-11-21',
      submission_id: entries[0]?.submission_id,
      is_you: false,
    });
  });

  it('can be had by track, where an interval of the whole says nothing', async () => {
    const all = await board([60, 90, 80]);
    const { entries } = await ask(all, { track: 'speed' });
    expect(entries.map(({ score, score_interval }) => [score, score_interval])).toEqual([
      [40, null],
      [20, null],
      [10, null],
    ]);
    expect((await ask(all, { track: 'baseline' })).entries).toEqual([]);
  });

  it('goes on page by page, without anybody’s id in between', async () => {
    const scores = [50, 70, 70, 70, 90, 30, 20];
    const all = await board(scores);
    const seen: number[] = [];
    let after: string | undefined;
    do {
      const page = await ask(all, { limit: 2, ...(after && { after }) });
      expect(page.entries.length).toBeLessThanOrEqual(2);
      seen.push(...page.entries.map(({ score }) => score));
      expect(JSON.stringify(page)).not.toMatch(new RegExp(scores.map((_, i) => idOf(i)).join('|')));
      after = page.next ?? undefined;
    } while (after);
    expect(seen).toEqual(scores.toSorted((a, b) => b - a));
  });

  it('says so where the page before is gone', async () => {
    const all = await board([50, 60]);
    const gone = ask(all, { after: 'nowhere' });
    await expect(gone).rejects.toMatchObject({ code: 'bad_request', details: { field: 'after' } });
    const other = (await ask(all)).entries[0]?.submission_id;
    await expect(ask(all, { after: other, track: 'baseline' })).rejects.toMatchObject({
      code: 'bad_request',
    });
  });

  it('shows a member who is further down with five on either side', async () => {
    const all = await board(Array.from({ length: 20 }, (_, i) => 90 - i));
    const { entries, neighbours } = await ask(all, { limit: 3 }, 10);
    expect(entries.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    expect(neighbours.map(({ rank, is_you }) => (is_you ? `you ${rank}` : rank))).toEqual([
      ...[6, 7, 8, 9, 10],
      'you 11',
      ...[12, 13, 14, 15, 16],
    ]);
    const shown = await ask(all, { limit: 3 }, 2);
    expect(shown.entries[2]?.is_you).toBe(true);
    expect(shown.neighbours).toEqual([]);
    await all.join('silent');
    expect((await ask(all, { limit: 3 }, 'silent')).neighbours).toEqual([]);
  });

  it('of a group shows only those in it, for its members', async () => {
    const all = await board([90, 80, 70, 60, 50]);
    for (let i = 5; i < 12; i++) {
      await all.join(i, { institution: 'MIT', course_type: null });
      await all.submit(i, { score: 90 - i });
    }
    const mine = await ask(all, { within: 'institution' }, 5);
    expect(mine).toMatchObject({ kind: 'institution', label: 'MIT', members: 7 });
    expect(mine.entries.map(({ rank, score }) => [rank, score])).toEqual(
      [85, 84, 83, 82, 81, 80, 79].map((score, i) => [i + 1, score]),
    );
    await expect(ask(all, { within: 'institution' })).rejects.toMatchObject({ code: 'not_a_member' });
    await expect(ask(all, { within: 'course_type' }, 5)).rejects.toMatchObject({ code: 'unknown_group' });
  });

  it('of a cohort can be read by anybody, but is no intersection of groups', async () => {
    const all = await board([90, 80, 70, 60, 50]);
    expect((await ask(all, { cohort: 'Fall 2026' })).entries).toHaveLength(5);
    expect(await ask(all, { cohort: 'Fall 1999' })).toMatchObject({ members: 0, entries: [], next: null });
    const both = ask(all, { cohort: 'Fall 2026', within: 'institution' }, 1);
    await expect(both).rejects.toMatchObject({ code: 'bad_request', details: { field: 'cohort' } });
  });

  it('of a group below five shows nothing', async () => {
    const all = await board([90, 80, 70, 60]);
    expect((await ask(all)).entries).toHaveLength(4);
    expect(await ask(all, { within: 'cohort' }, 1)).toMatchObject({
      members: null,
      entries: [],
      neighbours: [],
    });
    expect(await ask(all, { cohort: 'Fall 2026' })).toMatchObject({ members: null, entries: [] });
  });

  it('shows no run that is flagged', async () => {
    const all = await board([90, 80, 70]);
    const submission_id = (await ask(all)).entries[0]?.submission_id ?? '';
    await all.store.write('review', { submission_id, status: 'flagged', reason: 'copied', at: NOW });
    expect((await ask(all)).entries.map(({ rank, score }) => [rank, score])).toEqual([
      [1, 80],
      [2, 70],
    ]);
  });
});
