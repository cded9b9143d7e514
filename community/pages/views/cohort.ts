import type { CohortFacts } from '../facts/page-facts.ts';
import { type Html, html, pathPart, written } from '../html.ts';
import { page } from '../layout.ts';
import { count } from '../numbers.ts';
import { boardTable } from '../parts/board-table.ts';
import { groupSections } from '../parts/group-sections.ts';
import { numbersList } from '../parts/numbers-list.ts';

/** A semester: who joined then, and how far they are. */
export function cohortPage(facts: CohortFacts): string {
  const { now, label, group } = facts;
  const root = '../';
  return page({
    title: label,
    description: `The cohort of ${label}: how many there are, how far they are, what they did this week.`,
    root,
    place: label === now.cohort ? 'cohort' : null,
    now,
    main: html`<p class="kicker">Cohort</p>
<h1>${written(label, 40)}</h1>
${group ? whole(facts, group, root) : html`<p class="lead">A cohort is shown from five builders on. Ask a friend to join: <code>tito community join</code></p>`}
${others(facts, root)}`,
  });
}

function whole({ label, best }: CohortFacts, group: NonNullable<CohortFacts['group']>, root: string): Html {
  const finished = group.distribution.find(({ id }) => id === 'all_milestones')?.members ?? null;
  return html`${numbersList([
    { label: 'Builders', value: count(group.members) },
    ...(group.week.joined === null ? [] : [{ label: 'Joined this week', value: count(group.week.joined) }]),
    ...(finished === null ? [] : [{ label: 'Passed all milestones', value: count(finished) }]),
  ])}
${groupSections(label, group)}
${
  best.length > 0 &&
  html`<section aria-labelledby="best">
<h2 id="best">Leaders</h2>
${boardTable('The best capstones of the cohort', best, root)}
<p><a href="${root}leaderboard?cohort=${pathPart(label)}">The whole board of ${label}</a></p>
</section>`
}`;
}

const others = ({ cohorts, label }: CohortFacts, root: string): Html | false =>
  cohorts.length > 1 &&
  html`<nav aria-labelledby="others">
<h2 id="others">Other cohorts</h2>
<ul class="links">
${cohorts
  .filter((each) => each !== label)
  .map((each) => html`<li><a href="${root}cohort/${pathPart(each)}">${written(each, 40)}</a></li>`)}
</ul>
</nav>`;
