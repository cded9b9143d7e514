import type { Model } from '../facts/run-plots.ts';
import { type Html, html } from '../html.ts';
import { size, trimmed } from '../numbers.ts';
import { figureWith, inWords } from '../parts/figure.ts';
import { at, gridLine, plot, tick } from './frame.ts';
import { logScale } from './log-scale.ts';

const WIDTH = 340;
const HEIGHT = 230;
const EDGE = { left: 46, right: 20, top: 14, bottom: 40 } as const;
/** At least so much of the scale of accuracy is shown, or a difference of nothing would fill the drawing. */
const LEAST_SPAN = 0.1;

const share = (value: number) => `${(100 * value).toFixed(1)} %`;

/** Right answers against bytes: up and to the left is better. */
export function accuracyPlot(models: readonly Model[], caption: string): Html {
  const sizes = models.map(({ bytes }) => bytes);
  const low = Math.min(...sizes) / 1.6;
  const scale = logScale(low, Math.max(...sizes) * 1.6, EDGE.left, WIDTH - EDGE.left - EDGE.right);
  const ends = models.flatMap(({ accuracy, ci95 }) => [accuracy, ...(ci95 ?? [])]);
  const [bottom, top] = rangeOf(Math.min(...ends), Math.max(...ends));
  const floor = HEIGHT - EDGE.bottom;
  const y = (value: number) => floor - ((floor - EDGE.top) * (value - bottom)) / (top - bottom);
  const levels = [bottom, (bottom + top) / 2, top];
  const [before, after] = models;
  return figureWith(caption, [
    plot(WIDTH, HEIGHT, 'Accuracy against size in bytes; the table says the same.', [
      scale.ticks.map((bytes) => [
        gridLine(scale.at(bytes), EDGE.top, floor),
        tick(scale.at(bytes), floor + 16, trimmed(size(bytes))),
      ]),
      levels.map(
        (
          level,
        ) => html`<line class="grid" x1="${EDGE.left}" x2="${WIDTH - EDGE.right}" y1="${at(y(level))}" y2="${at(y(level))}"/>
<text class="tick" x="${EDGE.left - 6}" y="${at(y(level) + 4)}" text-anchor="end">${Number((100 * level).toFixed(1))} %</text>`,
      ),
      tick((EDGE.left + WIDTH - EDGE.right) / 2, HEIGHT - 6, 'size of the model'),
      before &&
        after &&
        html`<line class="path" x1="${at(scale.at(before.bytes))}" y1="${at(y(before.accuracy))}" x2="${at(scale.at(after.bytes))}" y2="${at(y(after.accuracy))}"/>`,
      models.map(({ label, accuracy, ci95, bytes }, i) => {
        const x = at(scale.at(bytes));
        return html`${ci95 && html`<path class="interval series${i + 1}" d="M${x},${at(y(ci95[0]))}V${at(y(ci95[1]))}"/>`}
<circle class="point series${i + 1}" cx="${x}" cy="${at(y(accuracy))}" r="5"/>
<text class="name" x="${at(scale.at(bytes) + (i === 0 ? -10 : 10))}" y="${at(y(accuracy) - 9)}" text-anchor="${i === 0 ? 'end' : 'start'}">${label}</text>`;
      }),
    ]),
    inWords(
      'Accuracy and size as a table',
      ['', 'Accuracy', '95 % interval', 'Size'],
      models.map(({ label, accuracy, ci95, bytes }) => [
        label,
        share(accuracy),
        ci95 ? `${share(ci95[0])} to ${share(ci95[1])}` : 'no interval',
        size(bytes),
      ]),
    ),
  ]);
}

/** A range of at least `LEAST_SPAN`, its ends at full twentieths, within 0 and 1. */
function rangeOf(low: number, high: number): [number, number] {
  const missing = Math.max(0, LEAST_SPAN - (high - low)) / 2;
  const bottom = Math.max(0, Math.floor((low - missing) * 20) / 20);
  const top = Math.min(1, Math.ceil((high + missing) * 20) / 20);
  return top - bottom < LEAST_SPAN / 2
    ? [Math.max(0, top - LEAST_SPAN), Math.max(LEAST_SPAN, top)]
    : [bottom, top];
}
