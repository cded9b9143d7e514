import { type Html, html } from '../html.ts';

/** Half of the width of the mark of a score, in points. */
const MARK = 0.7;
const EDGE = 2;

/** A score of 0 to 100 as a mark, its interval as a band, on a line; the numbers beside it say the same. */
export function scoreBar(score: number, interval: readonly [number, number] | null): Html {
  const band = interval && { x: interval[0] + EDGE, width: Math.max(2 * MARK, interval[1] - interval[0]) };
  const ends = [0, 50, 100].map(
    (end) => html`<rect class="scale" x="${end + EDGE - 0.2}" width="0.4" y="3" height="4"/>`,
  );
  // Only the width follows the page: on a phone the bar stays as high as it is.
  return html`<svg class="score" viewBox="0 0 104 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="scale" x="${EDGE}" width="100" y="4.5" height="1"/>${ends}${band && html`<rect class="interval" x="${band.x}" width="${band.width}" y="2.6" height="4.8"/>`}<rect class="mark" x="${score + EDGE - MARK}" width="${2 * MARK}" y="0" height="10"/></svg>`;
}
