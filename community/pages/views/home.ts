import { countryName } from '../../countries.ts';
import type { HomeFacts } from '../facts/page-facts.ts';
import { type Html, html, pathPart, written } from '../html.ts';
import { page } from '../layout.ts';
import { worldMap } from '../map/draw-map.ts';
import { builders, count } from '../numbers.ts';
import { distributionTable } from '../parts/distribution-table.ts';
import { figureWith, inWords } from '../parts/figure.ts';
import { numbersList } from '../parts/numbers-list.ts';
import { weekSection } from '../parts/week-section.ts';

/** The first page: the map and the whole community in numbers. */
export function homePage(facts: HomeFacts): string {
  const { now, stats, week } = facts;
  const root = './';
  return page({
    title: 'Map',
    description: `${builders(stats.total)} in ${stats.countries} countries build machine learning systems from scratch.`,
    root,
    place: 'map',
    now,
    main: html`<h1>People who build machine learning systems from scratch</h1>
<p class="lead">They write the tensors, the layers and the training loop themselves, and measure what they wrote. This is where they are.</p>
${numbersList([
  { label: 'Builders', value: count(stats.total), live: 'total' },
  { label: 'Countries', value: count(stats.countries), live: 'countries' },
  { label: 'Institutions', value: count(stats.institutions), live: 'institutions' },
  { label: 'Joined this week', value: count(stats.this_week), live: 'this_week' },
])}
${map(facts)}
<div class="columns">
<section aria-labelledby="progress">
<h2 id="progress">How far they are</h2>
${stats.total > 0 ? distributionTable('Everybody by milestones passed', stats.distribution) : html`<p>Nobody has joined yet. Be the first: <code>tito community join</code></p>`}
</section>
${weekSection({ ...week, joined: stats.this_week })}
</div>
<div class="columns">
${cohorts(facts, root)}
${institutions(facts, root)}
</div>
${joining()}`,
  });
}

function map({ stats, now }: HomeFacts): Html {
  const rows = stats.by_country.map(({ country_code, members }) => [
    countryName(country_code) ?? country_code,
    count(members),
  ]);
  const other = stats.by_country_other;
  if (other > 0) rows.push(['Other countries, or none named', count(other)]);
  return figureWith(
    html`Builders by country, ${now.day}. Countries with fewer than five are not told apart. Borders: Natural Earth, de facto borders.`,
    [worldMap(stats.by_country), inWords('The map as a table', ['Country', 'Builders'], rows)],
  );
}

const cohorts = (
  { cohorts: labels, now }: HomeFacts,
  root: string,
): Html => html`<section aria-labelledby="cohorts">
<h2 id="cohorts">Cohorts</h2>
<ul class="links">
${labels.map(
  (label) =>
    html`<li><a href="${root}cohort/${pathPart(label)}">${written(label, 40)}</a>${label === now.cohort && html` <span class="aside">now</span>`}</li>
`,
)}
</ul>
</section>`;

function institutions({ institutions: largest, institutions_shown }: HomeFacts, root: string): Html {
  return html`<section aria-labelledby="institutions">
<h2 id="institutions">Institutions</h2>
${
  largest.length === 0
    ? html`<p>An institution has a page from five builders on.</p>`
    : html`<ol class="links counted">
${largest.map(
  ({ key, label, members }) =>
    html`<li><a href="${root}institution/${pathPart(key)}">${written(label)}</a> <span class="aside">${count(members)}</span></li>
`,
)}
</ol>`
}
${institutions_shown > largest.length && html`<p class="aside">The largest of ${count(institutions_shown)} with five builders or more; all are in <a href="${root}data/stats.json">stats.json</a>.</p>`}
</section>`;
}

const joining = (): Html => html`<section class="join" aria-labelledby="join">
<h2 id="join">Join them</h2>
<p><code>tito community join</code> asks four questions, shows the exact text that would be sent, and asks before it sends it. There is no name, no e-mail and no address in it; <code>tito community leave</code> takes all of it back.</p>
</section>`;
