import { type Html, html } from '../html.ts';

/** Half of the width of the mark of a score, in points. */
const MARK = 0.6;
const EDGE = 2;

/** A score of 0 to 100 as a mark, its interval as a band, on a line; the numbers beside it say the same. */
export function scoreBar(score: number, interval: readonly [number, number] | null): Html {
  const band = interval && { x: interval[0] + EDGE, width: Math.max(2 * MARK, interval[1] - interval[0]) };
  return html`<svg class="score" viewBox="0 0 104 10" aria-hidden="true" focusable="false"><line class="scale" x1="2" x2="102" y1="5" y2="5"/><path class="ends" d="M2,3.5v3M52,4v2M102,3.5v3"/>${band && html`<rect class="interval" x="${band.x}" width="${band.width}" y="3.2" height="3.6"/>`}<rect class="mark" x="${score + EDGE - MARK}" width="${2 * MARK}" y="1" height="8"/></svg>`;
}
