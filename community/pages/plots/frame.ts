import { type Html, html, type Piece } from '../html.ts';

/** A drawing that scales with the page; its text says what a table beside it says. */
export const plot = (width: number, height: number, label: string, parts: Piece): Html =>
  html`<svg class="plot" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">${parts}</svg>`;

/** A coordinate: a tenth of a unit is finer than a screen. */
export const at = (value: number): string => String(Math.round(value * 10) / 10);

/** A label of an axis, in the middle below its mark. */
export const tick = (x: number, y: number, text: string): Html =>
  html`<text class="tick" x="${at(x)}" y="${at(y)}" text-anchor="middle">${text}</text>`;

export const gridLine = (x: number, top: number, bottom: number): Html =>
  html`<line class="grid" x1="${at(x)}" x2="${at(x)}" y1="${at(top)}" y2="${at(bottom)}"/>`;
