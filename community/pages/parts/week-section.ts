import type { Week } from '../facts/week.ts';
import { type Html, html } from '../html.ts';
import { count } from '../numbers.ts';

/** Joins and milestones of the last seven days, as far as they may be told. */
export function weekSection({ joined, milestones }: Week): Html {
  const told = milestones.flatMap(({ milestone, passed }) =>
    passed === null || passed === 0
      ? []
      : [html`<li><strong>${count(passed)}</strong> passed milestone ${milestone}</li>`],
  );
  const isHidden = joined === null || milestones.some(({ passed }) => passed === null);
  return html`<section aria-labelledby="week">
<h2 id="week">This week</h2>
<ul class="week">
${joined !== null && html`<li><strong>${count(joined)}</strong> joined</li>`}
${told}
</ul>
${told.length === 0 && joined === 0 && html`<p>Nothing has happened in the last seven days.</p>`}
${isHidden && html`<p class="aside">What concerns fewer than five people is left out.</p>`}
</section>`;
}
