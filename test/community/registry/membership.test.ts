import { describe, expect, it } from 'vitest';
import { exportAnswer } from '../../../src/schema/community/answers.ts';
import { DAY, NOW, openClass, tokenOf } from './_registry.ts';

describe('an export', () => {
  it('holds everything that was given and computed, and no token', async () => {
    const { registry, join, submit, setClock } = openClass();
    setClock(NOW - 3 * DAY);
    const { handle } = await join('ada', { milestones: 1 });
    setClock(NOW);
    await registry.update({ progress: { milestones_passed: 2 } }, tokenOf('ada'));
    const { submission_id } = await submit('ada', { score: 80 });
    const everything = exportAnswer.parse(await registry.export(tokenOf('ada')));
    expect(everything).toMatchObject({
      exported_at: '2026-11-21T12:00:00.000Z',
      builder_number: 1,
      handle,
      joined_at: '2026-11-18T12:00:00.000Z',
      milestones: [
        { milestone: 1, passed_on: '2026-11-18' },
        { milestone: 2, passed_on: '2026-11-21' },
      ],
      member: { progress: { milestones_passed: 2, capstone_score: 80 } },
      submissions: [
        { submission_id, kind: 'capstone', score: 80, speed: 80, bracket: 'medium', document: { score: 80 } },
      ],
    });
    expect(JSON.stringify(everything)).not.toMatch(/token/);
    await expect(registry.export(tokenOf('eve'))).rejects.toMatchObject({ code: 'not_a_member' });
  });
});

describe('leaving', () => {
  it('takes everything along, and says how much', async () => {
    const { registry, join, submit } = openClass();
    for (const who of ['ada', 'bob']) await join(who);
    await submit('ada', { score: 80 });
    await submit('bob', { score: 70 });
    expect(await registry.leave(tokenOf('ada'))).toEqual({ removed: { members: 1, submissions: 1 } });
    expect(await registry.stats(null)).toMatchObject({ total: 1, this_week: 1 });
    const query = { track: 'overall', within: 'all', limit: 10 } as const;
    expect((await registry.leaderboard(query, null)).entries.map(({ rank, score }) => [rank, score])).toEqual(
      [[1, 70]],
    );
    for (const asked of [registry.export(tokenOf('ada')), registry.leave(tokenOf('ada'))]) {
      await expect(asked).rejects.toMatchObject({ code: 'not_a_member' });
    }
    expect(await join('ada')).toMatchObject({ created: true, builder_number: 3 });
  });
});

describe('another token', () => {
  it('takes the place of the former, which works for ten more minutes', async () => {
    const { registry, join, setClock } = openClass();
    await join('ada');
    expect(await registry.rotate(tokenOf('new'), tokenOf('ada'))).toEqual({
      former_valid_until: '2026-11-21T12:10:00.000Z',
    });
    setClock(NOW + 9 * 60_000);
    for (const who of ['ada', 'new']) expect((await registry.export(tokenOf(who))).builder_number).toBe(1);
    setClock(NOW + 11 * 60_000);
    await expect(registry.export(tokenOf('ada'))).rejects.toMatchObject({ code: 'not_a_member' });
    expect((await registry.export(tokenOf('new'))).builder_number).toBe(1);
  });

  it('is refused where it is none, or somebody else’s', async () => {
    const { registry, join } = openClass();
    await join('ada');
    await join('bob');
    await expect(registry.rotate('short', tokenOf('ada'))).rejects.toMatchObject({ code: 'bad_request' });
    await expect(registry.rotate(tokenOf('bob'), tokenOf('ada'))).rejects.toMatchObject({
      code: 'wrong_token',
    });
    await expect(registry.rotate(tokenOf('x'), tokenOf('y'))).rejects.toMatchObject({ code: 'not_a_member' });
  });
});
