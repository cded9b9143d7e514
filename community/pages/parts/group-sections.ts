import type { GroupFacts } from '../facts/group-facts.ts';
import { type Html, html } from '../html.ts';
import { bandsTable } from './bands-table.ts';
import { distributionTable } from './distribution-table.ts';
import { weekSection } from './week-section.ts';

/** Where a group stands: its progress, its week and its scores. */
export const groupSections = (name: string, { distribution, week, capstone, baseline }: GroupFacts): Html =>
  html`<div class="columns">
<section aria-labelledby="progress">
<h2 id="progress">How far they are</h2>
${distributionTable(`${name} by milestones passed`, distribution)}
</section>
${weekSection(week)}
</div>
${
  (capstone || baseline) &&
  html`<section aria-labelledby="scores">
<h2 id="scores">Best scores</h2>
<div class="columns">
${capstone && html`<div>${bandsTable('Capstone, overall', capstone)}</div>`}
${baseline && html`<div>${bandsTable('Baseline', baseline)}</div>`}
</div>
</section>`
}`;
