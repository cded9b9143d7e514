import { describe, expect, it } from 'vitest';
import { statsAnswer } from '../../../src/schema/community/answers.ts';
import { DAY, NOW, openClass, tokenOf } from './_registry.ts';

describe('the numbers', () => {
  it('are those of everybody for somebody who has not joined', async () => {
    const { registry, join, setClock } = openClass();
    setClock(NOW - 7 * DAY);
    for (let i = 0; i < 6; i++) await join(`us${i}`, { milestones: 6, modules: 20 });
    setClock(NOW - 6 * DAY);
    for (let i = 0; i < 5; i++) await join(`de${i}`, { country_code: 'DE', institution: `School ${i % 2}` });
    setClock(NOW);
    await join('mt', { country_code: 'MT', institution: null });
    expect(statsAnswer.parse(await registry.stats(null))).toEqual({
      total: 12,
      countries: 3,
      institutions: 3,
      this_week: 6,
      distribution: [
        { id: 'all_milestones', label: 'All Milestones', members: 6, share: 0.5 },
        { id: 'some_milestones', label: 'Some Milestones', members: 0, share: 0 },
        { id: 'just_started', label: 'Just Started', members: 6, share: 0.5 },
      ],
      by_country: [{ country_code: 'US', members: 6 }],
      by_country_other: 6,
      cohort: null,
      class: null,
      class_removal: null,
    });
  });

  it('are shown of an empty registry', async () => {
    const { registry } = openClass();
    const stats = statsAnswer.parse(await registry.stats(null));
    expect(stats).toMatchObject({ total: 0, countries: 0, institutions: 0, this_week: 0, by_country: [] });
    expect(stats.distribution.map(({ members, share }) => [members, share])).toEqual([
      [0, null],
      [0, null],
      [0, null],
    ]);
  });

  it('have the cohort of a member in them, with the member’s place', async () => {
    const { registry, join } = openClass();
    for (let i = 0; i < 20; i++) {
      const institution = i < 5 ? 'Harvard University' : null;
      await join(i, { modules: 20 - i, milestones: i < 6 ? 6 : 2, institution });
    }
    const { cohort } = await registry.stats(tokenOf(4));
    expect(cohort).toMatchObject({
      label: 'Fall 2026',
      members: 20,
      institution: { label: 'Harvard University', members: 5 },
      progress_rank: 5,
      all_milestones: 6,
    });
    expect((await registry.stats(tokenOf(19))).cohort).toMatchObject({
      institution: null,
      progress_rank: 20,
    });
  });

  it('tell nothing of a cohort or an institution below five', async () => {
    const { registry, join } = openClass();
    for (let i = 0; i < 4; i++) await join(i, { milestones: i });
    const { total, cohort, distribution } = await registry.stats(tokenOf(2));
    expect(total).toBe(4);
    expect(distribution.map(({ members }) => members)).toEqual([null, null, null]);
    expect(cohort).toEqual({
      label: 'Fall 2026',
      members: null,
      institution: { label: 'Harvard University', members: null },
      progress_rank: null,
      all_milestones: null,
      distribution: [
        { id: 'all_milestones', label: 'All Milestones', members: null, share: null },
        { id: 'some_milestones', label: 'Some Milestones', members: null, share: null },
        { id: 'just_started', label: 'Just Started', members: null, share: null },
      ],
    });
  });

  it('are not answered to a token that belongs to nobody', async () => {
    const { registry } = openClass();
    const asked = registry.stats(tokenOf('stranger'));
    await expect(asked).rejects.toMatchObject({ code: 'not_a_member', details: { registry: 'registry.db' } });
  });
});
