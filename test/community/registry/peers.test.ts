import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { progressOf } from '../../../community/contributions.ts';
import { toldProgress } from '../../../community/registry/peers.ts';
import { cohortAnswer } from '../../../src/schema/community/answers.ts';
import { DAY, NOW, openClass, tokenOf } from './_registry.ts';

/** What the last of a group sees of it, whose members have completed so many modules and passed so many milestones. */
async function seen(
  members: readonly (readonly [modules: number, milestones?: number, days_ago?: number])[],
) {
  const all = openClass();
  for (const [who, [modules, milestones = 0, days_ago = 0]] of members.entries()) {
    all.setClock(NOW - days_ago * DAY + who);
    await all.join(who, { modules, milestones });
  }
  all.setClock(NOW + DAY);
  const answer = cohortAnswer.parse(
    await all.registry.cohort({ kind: 'cohort' }, tokenOf(members.length - 1)),
  );
  const [group] = answer.groups;
  if (!group) throw new Error('there is no group');
  return group;
}

describe('peers', () => {
  it('are told alike whoever of them has done how much of what they have done together', async () => {
    const one = await seen([[20], [12], [11], [10], [9], [1]]);
    expect(await seen([[19], [14], [12], [9], [8], [1]])).toEqual(one);
    expect(one.peers.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(one.peers.slice(0, 5).map((peer) => peer.modules_completed))).toEqual(new Set([11]));
  });

  it('give no one away whom the distribution hides', async () => {
    const others = Array.from({ length: 8 }, () => [9, 0] as const);
    const { distribution, peers } = await seen([[20, 6], ...others]);
    expect(distribution.map(({ members }) => members)).toEqual([null, 0, null]);
    const best = Math.max(...peers.map(({ modules_completed }) => modules_completed));
    expect(best).toBeLessThan(20);
    expect(peers.filter(({ milestones_passed }) => milestones_passed === 6)).toEqual([]);
  });

  it('are told exactly what five of them share, and of oneself everything', async () => {
    const { peers } = await seen([[20], [20], [20], [20], [20], [7], [6], [5], [4], [3]]);
    expect(peers[0]).toEqual({
      rank: 1,
      modules_completed: 20,
      milestones_passed: 0,
      is_exact: true,
      joined: '2026-11',
      is_you: false,
    });
    expect(peers.at(-1)).toMatchObject({ modules_completed: 3, is_exact: true, is_you: true });
    expect(peers.at(-2)).toMatchObject({ modules_completed: 5, is_exact: false, is_you: false });
  });

  it('tell a month of joining only where five share it', async () => {
    const ago = [80, 80, 80, 80, 40, 0, 0, 0, 0, 0];
    const { peers } = await seen(ago.map((days_ago, i) => [10 - i, 0, days_ago] as const));
    expect(new Set(peers.map(({ joined }) => joined))).toEqual(new Set([null, '2026-11']));
    expect(peers.filter(({ joined }) => joined !== null).map(({ rank }) => rank)).toEqual([6, 7, 8, 9, 10]);
  });

  it('are told as means of at least five, whatever they have done', () => {
    const group = fc.array(
      fc.record({
        modules_completed: fc.integer({ min: 0, max: 20 }),
        milestones_passed: fc.integer({ min: 0, max: 6 }),
      }),
      { minLength: 5, maxLength: 40 },
    );
    fc.assert(
      fc.property(group, (members) => {
        const values = members.map(progressOf);
        const histogram = [...new Set(values)]
          .sort((a, b) => b - a)
          .map((value) => ({ value, members: values.filter((each) => each === value).length }));
        const told = toldProgress(histogram);
        const alike = Map.groupBy(members, (member) => JSON.stringify(told.get(progressOf(member))));
        for (const [text, those] of alike) {
          expect(those.length).toBeGreaterThanOrEqual(5);
          const { modules_completed, is_exact } = JSON.parse(text);
          const modules = those.map((each) => each.modules_completed);
          expect(modules_completed).toBeGreaterThanOrEqual(Math.min(...modules));
          expect(modules_completed).toBeLessThanOrEqual(Math.max(...modules));
          if (is_exact) expect(new Set(those.map(progressOf)).size).toBe(1);
        }
      }),
    );
  });
});
