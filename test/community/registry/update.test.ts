import { describe, expect, it } from 'vitest';
import { updateAnswer } from '../../../src/schema/community/answers.ts';
import { DAY, NOW, openClass, tokenOf } from './_registry.ts';

describe('an update', () => {
  it('says what has changed, and changes nothing else', async () => {
    const { join, registry } = openClass();
    const { member } = await join('ada', { modules: 3, experience_level: 'beginner' });
    const answer = updateAnswer.parse(
      await registry.update({ progress: { modules_completed: 7 }, institution: null }, tokenOf('ada')),
    );
    expect(answer.changes).toEqual([
      { field: 'institution.name', before: 'Harvard University', after: null },
      { field: 'institution.type', before: 'university', after: null },
      { field: 'progress.modules_completed', before: 3, after: 7 },
    ]);
    expect(answer.member).toEqual({
      ...member,
      institution: null,
      progress: { ...member.progress, modules_completed: 7 },
    });
  });

  it('with what is known already has no changes', async () => {
    const { join, registry } = openClass();
    await join('ada', { milestones: 2, modules: 7 });
    const { changes, celebrations } = await registry.update(
      {
        progress: { milestones_passed: 2, modules_completed: 7 },
        institution: { name: ' Harvard  University ', type: 'university' },
        location: { country: 'USA', country_code: 'US' },
        context: { course_type: 'university_course' },
      },
      tokenOf('ada'),
    );
    expect({ changes, celebrations }).toEqual({ changes: [], celebrations: [] });
    expect((await registry.update({}, tokenOf('ada'))).changes).toEqual([]);
  });

  it('names a country by its code, whatever it was called', async () => {
    const { join, registry } = openClass();
    await join('ada', { country_code: null });
    const given = { location: { country: '<b>', country_code: 'CI' } };
    const { changes } = await registry.update(given, tokenOf('ada'));
    expect(changes).toEqual([
      { field: 'location.country', before: null, after: 'Côte d’Ivoire' },
      { field: 'location.country_code', before: null, after: 'CI' },
    ]);
    const wrong = registry.update({ location: { country: 'Union', country_code: 'EU' } }, tokenOf('ada'));
    await expect(wrong).rejects.toMatchObject({
      code: 'bad_request',
      details: { field: 'location.country_code' },
    });
  });

  it('moves the ranks', async () => {
    const { join, registry } = openClass();
    for (const [i, modules] of [20, 15, 15, 10, 5].entries()) await join(i, { modules });
    const { groups } = await registry.update({ progress: { modules_completed: 15 } }, tokenOf(4));
    expect(groups.map(({ kind, rank, of }) => ({ kind, rank, of }))).toEqual([
      { kind: 'all', rank: 2, of: 5 },
      { kind: 'cohort', rank: 2, of: 5 },
      { kind: 'institution', rank: 2, of: 5 },
      { kind: 'course_type', rank: 2, of: 5 },
    ]);
  });

  it('is refused without a membership', async () => {
    const { registry } = openClass();
    await expect(registry.update({}, tokenOf('ada'))).rejects.toMatchObject({ code: 'not_a_member' });
    await expect(registry.update({}, 'no token')).rejects.toMatchObject({ code: 'not_a_member' });
  });
});

describe('a milestone', () => {
  it('is celebrated with the others who passed it these seven days, and those only', async () => {
    const { join, registry, setClock } = openClass();
    const pass = (who: number, milestones: number) =>
      registry.update({ progress: { milestones_passed: milestones } }, tokenOf(who));
    setClock(NOW - 20 * DAY);
    for (let i = 0; i < 10; i++) await join(i);
    setClock(NOW - 7 * DAY);
    await pass(0, 3);
    setClock(NOW - 6 * DAY);
    for (const i of [1, 2, 3]) await pass(i, 3);
    setClock(NOW);
    const fourth = await pass(4, 3);
    expect(fourth.celebrations.at(-1)).toEqual({ milestone: 3, cohort: 'Fall 2026', others_this_week: null });
    const fifth = await pass(5, 4);
    expect(fifth.celebrations).toEqual([
      { milestone: 1, cohort: 'Fall 2026', others_this_week: 4 },
      { milestone: 2, cohort: 'Fall 2026', others_this_week: 4 },
      { milestone: 3, cohort: 'Fall 2026', others_this_week: 4 },
      { milestone: 4, cohort: 'Fall 2026', others_this_week: null },
    ]);
  });

  it('is not celebrated when it is taken back, nor those of another cohort with it', async () => {
    const { join, registry, setClock } = openClass();
    const pass = (who: number, milestones: number) =>
      registry.update({ progress: { milestones_passed: milestones } }, tokenOf(who));
    setClock(Date.parse('2026-07-30T00:00:00Z'));
    for (let i = 0; i < 6; i++) await join(i);
    setClock(Date.parse('2026-08-02T00:00:00Z'));
    await join('fall', { milestones: 2 });
    for (let i = 0; i < 6; i++) await pass(i, 1);
    expect(
      (await registry.update({ progress: { milestones_passed: 1 } }, tokenOf('fall'))).celebrations,
    ).toEqual([]);
    const again = await registry.update({ progress: { milestones_passed: 2 } }, tokenOf('fall'));
    expect(again.celebrations).toEqual([{ milestone: 2, cohort: 'Fall 2026', others_this_week: null }]);
  });

  it('counts towards those who passed all, once these can be told', async () => {
    const { join, registry } = openClass();
    for (let i = 0; i < 9; i++) await join(i, { milestones: i < 4 ? 6 : 0 });
    const finish = (who: number) => registry.update({ progress: { milestones_passed: 6 } }, tokenOf(who));
    expect((await finish(3)).all_milestones).toBeNull();
    for (let i = 9; i < 14; i++) await join(i);
    expect((await finish(4)).all_milestones).toBe(5);
  });
});
