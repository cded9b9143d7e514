import { describe, expect, it } from 'vitest';
import { publicNumbers, publicNumbersOf } from '../../../community/pages/data/public-numbers.ts';
import { createPageFacts } from '../../../community/pages/facts/page-facts.ts';
import { scoreBands } from '../../../community/pages/facts/score-bands.ts';
import { weekOf } from '../../../community/pages/facts/week.ts';
import { type Class, NOW, openClass } from '../registry/_registry.ts';

const DAY_MS = 86_400_000;

/** So many members, all the same. */
async function joinMany(group: Class, name: string, count: number, given: Parameters<Class['join']>[1] = {}) {
  for (let i = 0; i < count; i++) await group.join(`${name} ${i}`, given);
}

function open() {
  const group = openClass();
  const facts = createPageFacts({ store: group.store, registry: group.registry, clock: () => NOW });
  return { group, facts };
}

describe('institutions', () => {
  it('have a page from five members on', async () => {
    const { group, facts } = open();
    await joinMany(group, 'a', 5, { institution: 'University of Nairobi' });
    await joinMany(group, 'b', 4, { institution: 'Small College' });
    await joinMany(group, 'c', 3, { institution: null });
    expect((await facts.institution('university of nairobi'))?.group.members).toBe(5);
    expect(await facts.institution('small college')).toBeNull();
    expect(await facts.institution('nowhere')).toBeNull();
    await group.join('b 4', { institution: 'small college.' });
    expect((await facts.institution('small college'))?.group.members).toBe(5);
  });

  it('are not told where the rest would follow by subtraction', async () => {
    const { group, facts } = open();
    await joinMany(group, 'a', 9, { institution: 'University of Nairobi' });
    await joinMany(group, 'b', 6, { institution: 'ETH Zürich' });
    await joinMany(group, 'c', 2, { institution: null });
    const { institutions } = await facts.home();
    expect(institutions.map(({ label }) => label)).toEqual(['University of Nairobi']);
    expect(await facts.institution('eth zurich')).toBeNull();
    const numbers = publicNumbers.parse(publicNumbersOf(await facts.download()));
    const told = numbers.by_institution.reduce((sum, { members }) => sum + members, 0);
    expect([told, numbers.by_institution_other, numbers.total]).toEqual([9, 8, 17]);
  });
});

describe('cohorts', () => {
  it('have a page from five members on, and the current one always', async () => {
    const { group, facts } = open();
    group.setClock(NOW - 300 * DAY_MS);
    await joinMany(group, 'a', 4);
    group.setClock(NOW);
    await joinMany(group, 'b', 4);
    const { now, cohorts } = await facts.home();
    expect(cohorts).toEqual([now.cohort]);
    expect((await facts.cohort(now.cohort))?.group).toBeNull();
    expect(await facts.cohort('Fall 9999')).toBeNull();
    await group.join('b 4');
    expect((await facts.cohort(now.cohort))?.group?.members).toBe(5);
  });
});

describe('the week of a group', () => {
  it('tells joins and milestones, and neither what is few nor what would give it away', async () => {
    const { group } = open();
    group.setClock(NOW - 20 * DAY_MS);
    await joinMany(group, 'old', 12);
    await joinMany(group, 'late', 3, { milestones: 1 });
    group.setClock(NOW);
    await joinMany(group, 'new', 9, { milestones: 2 });
    await joinMany(group, 'far', 1, { milestones: 3 });
    const all = { kind: 'all', key: '' } as const;
    const { joined, milestones } = await weekOf(
      group.store,
      all,
      await group.store.histogram(all, 'progress'),
      NOW,
    );
    expect(joined).toBe(10);
    expect(milestones.map(({ passed }) => passed)).toEqual([null, 10, null, 0, 0, 0]);
  });
});

describe('bands of scores', () => {
  it('tell no band of fewer than five, nor those without a score where they are few', async () => {
    const { group } = open();
    const all = { kind: 'all', key: '' } as const;
    await joinMany(group, 'a', 30);
    for (let i = 0; i < 4; i++) await group.submit(`a ${i}`, { score: 50 + i });
    expect(await scoreBands(group.store, all, 'overall', 30)).toBeNull();
    for (let i = 4; i < 12; i++) await group.submit(`a ${i}`, { score: 85 + (i % 3), samples: `${i}` });
    const told = await scoreBands(group.store, all, 'overall', 30);
    expect(told?.bands.map(({ members }) => members)).toEqual([0, 0, null, 0, null]);
    await group.submit('a 12', { score: 59, samples: 'one more' });
    const more = await scoreBands(group.store, all, 'overall', 30);
    expect(more?.bands.map(({ members }) => members)).toEqual([0, 0, 5, 0, 8]);
  });
});

describe('a run', () => {
  it('is told with the handle and nothing else of its member', async () => {
    const { group, facts } = open();
    const { handle } = await group.join('ada', { institution: 'Harvard University' });
    const { submission_id } = await group.submit('ada', { score: 70 });
    const found = await facts.run(submission_id);
    expect(found?.run).toMatchObject({ handle, score: 70, plots: null, kind: 'capstone' });
    expect(found?.run.places.map(({ track, rank }) => [track, rank])).toContainEqual(['overall', 1]);
    const member = await group.store.memberByToken('x', NOW);
    expect(member).toBeNull();
    expect(JSON.stringify(found)).not.toMatch(/Harvard|anonymous|token|member_id/);
    for (const nothing of ['', 'x', '../..', submission_id.toUpperCase(), '0'.repeat(36)])
      expect(await facts.run(nothing)).toBeNull();
  });
});
