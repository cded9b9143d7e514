import { describe, expect, it } from 'vitest';
import { cohortAnswer } from '../../../src/schema/community/answers.ts';
import { type Class, DAY, idOf, NOW, openClass, tokenOf } from './_registry.ts';

const ask = async ({ registry }: Class, who: string | number, query = {}) =>
  cohortAnswer.parse(await registry.cohort(query, tokenOf(who)));

describe('a cohort', () => {
  it('is every group that a member named, and the semester', async () => {
    const all = openClass();
    await all.join('ada');
    await all.join('bob', { institution: null, course_type: null });
    const kinds = async (who: string) => (await ask(all, who)).groups.map(({ kind }) => kind);
    expect(await kinds('ada')).toEqual(['cohort', 'institution', 'course_type']);
    expect(await kinds('bob')).toEqual(['cohort']);
    expect((await ask(all, 'ada', { kind: 'institution' })).groups.map(({ label }) => label)).toEqual([
      'Harvard University',
    ]);
    const none = ask(all, 'bob', { kind: 'course_type' });
    await expect(none).rejects.toMatchObject({ code: 'unknown_group', details: { group: 'course type' } });
  });

  it('shows the first three, five above, you, and five below, equals with one rank', async () => {
    const all = openClass();
    // Two of each: ranks 1, 1, 3, 3, 5, 5 …
    for (let i = 0; i < 40; i++) {
      all.setClock(NOW + i);
      await all.join(i, { modules: 20 - Math.floor(i / 2) });
    }
    const { groups } = await ask(all, 20, { kind: 'cohort' });
    expect(groups[0]).toMatchObject({ members: 40, rank: 21, of: 40, top_percent: null });
    expect(groups[0]?.peers.map(({ rank, is_you }) => (is_you ? `you ${rank}` : rank))).toEqual([
      ...[1, 1, 3],
      ...[15, 17, 17, 19, 19],
      'you 21',
      ...[21, 23, 23, 25, 25],
    ]);
    // Of the first six, who have 20, 19 and 18: by themselves each value is of too few.
    expect(groups[0]?.peers[0]).toEqual({
      rank: 1,
      modules_completed: 19,
      milestones_passed: 0,
      is_exact: false,
      joined: '2026-11',
      is_you: false,
    });
  });

  it('shows nobody twice', async () => {
    const all = openClass();
    for (let i = 0; i < 7; i++) await all.join(i, { modules: 20 - i });
    const [group] = (await ask(all, 2, { kind: 'cohort' })).groups;
    expect(group?.peers.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(group?.peers.filter(({ is_you }) => is_you)).toHaveLength(1);
  });

  it('gives away neither ids nor handles', async () => {
    const all = openClass();
    for (let i = 0; i < 9; i++) await all.join(i, { modules: i });
    const handle = (await all.join(3)).handle;
    const text = JSON.stringify(await ask(all, 0));
    for (const i of [0, 3, 8]) expect(text).not.toContain(idOf(i));
    expect(text).not.toContain(handle);
  });

  it('tells nothing of a group below five', async () => {
    const all = openClass();
    for (let i = 0; i < 6; i++) await all.join(i, { institution: i < 4 ? 'Small School' : null });
    const { groups } = await ask(all, 0);
    const small = groups.find(({ kind }) => kind === 'institution');
    expect(small).toMatchObject({ members: null, rank: null, of: null, top_percent: null, peers: [] });
    expect(small?.distribution.every(({ members }) => members === null)).toBe(true);
    expect(groups[0]?.peers).toHaveLength(6);
  });
});

describe('a cohort since a day', () => {
  /** So many who join so many days ago. */
  async function joined(days: Record<number, number>): Promise<Class> {
    const all = openClass();
    let who = 0;
    const order = Object.entries(days).sort(([a], [b]) => Number(b) - Number(a));
    for (const [ago, count] of order) {
      all.setClock(NOW - Number(ago) * DAY);
      for (let i = 0; i < count; i++) await all.join(who++, { modules: who % 20 });
    }
    all.setClock(NOW);
    return all;
  }

  it('is a group of its own, with its own ranks', async () => {
    const all = await joined({ 10: 5, 2: 6 });
    const { since, groups } = await ask(all, 7, { kind: 'cohort', since: '2026-11-19' });
    expect(since).toBe('2026-11-19');
    // Of modules 6 to 11, the member has 8.
    expect(groups[0]).toMatchObject({ members: 6, rank: 4, of: 6 });
    expect(groups[0]?.peers.map(({ rank, is_you }) => [rank, is_you])).toEqual([
      [1, false],
      [2, false],
      [3, false],
      [4, true],
      [5, false],
      [6, false],
    ]);
  });

  it('has no place for somebody who joined before', async () => {
    const all = await joined({ 10: 5, 2: 6 });
    const [group] = (await ask(all, 1, { kind: 'cohort', since: '2026-11-19' })).groups;
    expect(group).toMatchObject({ members: 6, rank: null });
    expect(group?.peers.map(({ is_you }) => is_you)).toEqual([false, false, false]);
  });

  it('is not told below five', async () => {
    const all = await joined({ 10: 8, 2: 4 });
    const [group] = (await ask(all, 10, { kind: 'cohort', since: '2026-11-19' })).groups;
    expect(group).toMatchObject({ members: null, rank: null, of: null, peers: [] });
  });

  it('is not told where it leaves out fewer than five, who could be computed', async () => {
    const all = await joined({ 10: 4, 2: 9 });
    const [group] = (await ask(all, 10, { kind: 'cohort', since: '2026-11-19' })).groups;
    expect(group).toMatchObject({ members: null, rank: null, of: null, peers: [] });
    expect(group?.distribution.map(({ members }) => members)).toEqual([null, null, null]);
    const [whole] = (await ask(all, 10, { kind: 'cohort', since: '2026-11-01' })).groups;
    expect(whole).toMatchObject({ members: 13 });
  });

  it('is empty where nobody joined since', async () => {
    const all = await joined({ 2: 9 });
    const [group] = (await ask(all, 1, { kind: 'cohort', since: '2026-11-21' })).groups;
    expect(group).toMatchObject({ members: 0, rank: null, of: 0, peers: [] });
  });

  it('finds a member far down, without reading everybody', async () => {
    const all = openClass();
    for (let i = 0; i < 210; i++) await all.join(i, { modules: i < 205 ? 20 : 1 });
    const [group] = (await ask(all, 209, { kind: 'cohort', since: '2026-11-21' })).groups;
    expect(group).toMatchObject({ members: 210, rank: 206 });
    expect(group?.peers.map(({ rank, is_you }) => [rank, is_you])).toEqual([
      [1, false],
      [1, false],
      [1, false],
      [206, true],
    ]);
  });
});
