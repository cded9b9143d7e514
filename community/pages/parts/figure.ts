import { type Html, html, type Piece } from '../html.ts';

/** A drawing with a caption; the style sheet numbers them. */
export const figureWith = (caption: Piece, drawing: Piece): Html => html`<figure>
<div class="drawing">${drawing}</div>
<figcaption>${caption}</figcaption>
</figure>`;

/** A table that says what a drawing says, one key press away. */
export const inWords = (
  summary: string,
  columns: readonly string[],
  rows: readonly (readonly Piece[])[],
): Html => html`<details>
<summary>${summary}</summary>
<div class="wide" role="region" aria-label="${summary}" tabindex="0"><table>
<thead><tr>${columns.map((column, i) => html`<th scope="col"${i > 0 && html` class="number"`}>${column}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([first = null, ...rest]) =>
    html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td class="number">${cell}</td>`)}</tr>
`,
)}
</tbody>
</table></div>
</details>`;
