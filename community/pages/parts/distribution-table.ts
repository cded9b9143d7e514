import type { Distribution } from '../../../src/schema/community/groups.ts';
import { type Html, html } from '../html.ts';
import { count, percent } from '../numbers.ts';

/** A bar whose length is a share of 0 to 1; the number beside it says the same. */
export const bar = (share: number): Html =>
  html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="rest" width="100" height="10"/><rect class="part" width="${(100 * share).toFixed(1)}" height="10"/></svg>`;

/** How many are where, as a table with bars. Cells that may not be told say so. */
export function distributionTable(caption: string, cells: Distribution): Html {
  return html`<table class="distribution">
<caption>${caption}</caption>
<thead><tr><th scope="col">Progress</th><td class="bars"></td><th scope="col" class="number">Builders</th><th scope="col" class="number">Share</th></tr></thead>
<tbody>
${cells.map(
  ({
    label,
    members,
    share,
  }) => html`<tr><th scope="row">${label}</th><td class="bars">${share !== null && bar(share)}</td>
<td class="number">${members === null ? html`<span class="hidden">not shown</span>` : count(members)}</td><td class="number">${share === null ? '–' : percent(share)}</td></tr>
`,
)}
</tbody>
</table>`;
}
