import { describe, expect, it } from 'vitest';
import { joinAnswer } from '../../../src/schema/community/answers.ts';
import { documentFor, idOf, openClass, tokenOf } from './_registry.ts';

describe('joining', () => {
  it('gives a number, a handle, and the member as the registry sees it', async () => {
    const { join } = openClass();
    const answer = joinAnswer.parse(await join('ada', { milestones: 2, modules: 9 }));
    expect(answer).toMatchObject({ created: true, builder_number: 1 });
    expect(answer.handle).toMatch(/^[a-z]+-[a-z]+-\d{4}$/);
    expect(answer.member).toEqual({
      anonymous_id: idOf('ada'),
      timestamp: '2026-11-21T12:00:00.000Z',
      location: { country: 'United States', country_code: 'US' },
      institution: { name: 'Harvard University', type: 'university' },
      context: { course_type: 'university_course', cohort: 'Fall 2026', experience_level: null },
      progress: { setup_verified: true, milestones_passed: 2, modules_completed: 9, capstone_score: null },
      benchmarks: {},
    });
  });

  it('twice is one member, who stays as first told', async () => {
    const { join, store } = openClass();
    const first = await join('ada', { modules: 3 });
    const again = await join('ada', { modules: 12, institution: 'MIT' });
    expect(again).toEqual({ ...first, created: false });
    expect(await store.members({ kind: 'all', key: '' })).toBe(1);
  });

  it('is refused with the id or the token of somebody else', async () => {
    const { join, registry } = openClass();
    await join('ada');
    await expect(registry.join(documentFor('ada'), tokenOf('bob'))).rejects.toMatchObject({
      code: 'wrong_token',
    });
    await expect(registry.join(documentFor('bob'), tokenOf('ada'))).rejects.toMatchObject({
      code: 'wrong_token',
    });
  });

  it('says how large the groups are once they are five, and where one stands', async () => {
    const { join } = openClass();
    for (const [i, modules] of [20, 12, 12].entries()) await join(i, { modules });
    expect((await join(3, { modules: 4 })).groups).toEqual([
      { kind: 'all', label: '', members: 4, rank: null, of: 4, top_percent: null },
      { kind: 'cohort', label: 'Fall 2026', members: null, rank: null, of: null, top_percent: null },
      {
        kind: 'institution',
        label: 'Harvard University',
        members: null,
        rank: null,
        of: null,
        top_percent: null,
      },
      {
        kind: 'course_type',
        label: 'university_course',
        members: null,
        rank: null,
        of: null,
        top_percent: null,
      },
    ]);
    const { groups } = await join(4, { modules: 12, course_type: null, institution: 'HARVARD  University.' });
    expect(groups).toEqual([
      { kind: 'all', label: '', members: 5, rank: 2, of: 5, top_percent: 50 },
      { kind: 'cohort', label: 'Fall 2026', members: 5, rank: 2, of: 5, top_percent: 50 },
      { kind: 'institution', label: 'HARVARD University.', members: 5, rank: 2, of: 5, top_percent: 50 },
    ]);
  });
});

describe('what other programs send', () => {
  it('has its names cleaned', async () => {
    const { join } = openClass();
    const { member } = await join('ada', { institution: ' Uni\u202Eversity\u0000\n of   Zu\u0308rich ' });
    expect(member.institution?.name).toBe('Uni versity of Zürich');
  });

  it.each([
    ['a name of spaces', { institution: ' \u200b ' }, 'institution.name'],
    ['a name of 10,000 characters', { institution: 'x'.repeat(10_000) }, 'institution.name'],
    ['a country that there is not', { country_code: 'ZZ' }, 'location.country_code'],
    ['a union of countries', { country_code: 'EU' }, 'location.country_code'],
    ['a country that was', { country_code: 'DD' }, 'location.country_code'],
    ['too many modules', { modules: 21 }, 'progress.modules_completed'],
    ['half a milestone', { milestones: 0.5 }, 'progress.milestones_passed'],
  ])('is refused with the field: %s', async (_name, given, field) => {
    const { join, store } = openClass();
    await expect(join('ada', given)).rejects.toMatchObject({ code: 'bad_request', details: { field } });
    expect(await store.members({ kind: 'all', key: '' })).toBe(0);
  });

  it('is refused where it has more than was agreed upon', async () => {
    const { registry } = openClass();
    const more = { ...documentFor('ada'), email: 'ada@example.org' };
    await expect(registry.join(more, tokenOf('ada'))).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('is refused with a token that could be guessed', async () => {
    const { registry } = openClass();
    for (const token of ['', '1234', 'g'.repeat(64), 'A'.repeat(64)]) {
      await expect(registry.join(documentFor('ada'), token)).rejects.toMatchObject({ code: 'bad_request' });
    }
  });

  it('may come from Kosovo, and from nowhere in particular', async () => {
    const { join } = openClass();
    const { member } = await join('ada', { country_code: 'XK' });
    expect(member.location).toEqual({ country: 'Kosovo', country_code: 'XK' });
    const nowhere = await join('bob', { country_code: null, institution: null, course_type: null });
    expect(nowhere.member).toMatchObject({ location: null, institution: null });
  });
});
