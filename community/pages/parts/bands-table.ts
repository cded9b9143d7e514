import type { ScoreBands } from '../facts/score-bands.ts';
import { type Html, html } from '../html.ts';
import { count } from '../numbers.ts';
import { bar } from './distribution-table.ts';

/** Best scores in bands of twenty points. */
export function bandsTable(caption: string, { bands }: ScoreBands): Html {
  const most = Math.max(1, ...bands.map(({ members }) => members ?? 0));
  return html`<table class="distribution">
<caption>${caption}</caption>
<thead><tr><th scope="col">Score</th><td class="bars"></td><th scope="col" class="number">Builders</th></tr></thead>
<tbody>
${bands.toReversed().map(
  ({
    from,
    to,
    members,
  }) => html`<tr><th scope="row">${from}–${to}</th><td class="bars">${members !== null && bar(members / most)}</td>
<td class="number">${members === null ? html`<span class="hidden">not shown</span>` : count(members)}</td></tr>
`,
)}
</tbody>
</table>`;
}
