import { type Html, html, type Piece } from '../html.ts';

export interface LargeNumber {
  label: string;
  value: Piece;
  /** Name by which the live numbers call it; null for one that stays. */
  live?: string;
}

/** A few large numbers in a row, each with what it counts. */
export const numbersList = (numbers: readonly LargeNumber[]): Html => html`<dl class="numbers">
${numbers.map(
  ({ label, value, live }) =>
    html`<div><dt>${label}</dt><dd${live !== undefined && html` data-live="${live}"`}>${value}</dd></div>
`,
)}
</dl>`;
