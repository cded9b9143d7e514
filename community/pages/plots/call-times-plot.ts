import type { CallTimes } from '../facts/call-times.ts';
import { type Html, html, written, writtenPlainly } from '../html.ts';
import { count, duration, trimmed } from '../numbers.ts';
import { figureWith, inWords } from '../parts/figure.ts';
import { at, gridLine, plot, tick } from './frame.ts';
import { logScale } from './log-scale.ts';

const WIDTH = 340;
const ROW = 62;
const HILL = 40;
const AXIS = 24;
const EDGE = 6;

/** Hills of how often calls took how long, one below the other on one scale. */
export function callTimesPlot({ from_ms, to_ms, rows }: CallTimes, caption: string): Html {
  const height = rows.length * ROW + AXIS;
  const scale = logScale(from_ms, to_ms, EDGE, WIDTH - 2 * EDGE);
  const hills = rows.map(({ label, counts, median_ms }, i) => {
    const floor = (i + 1) * ROW - 4;
    const most = Math.max(1, ...counts);
    const width = (WIDTH - 2 * EDGE) / counts.length;
    const steps = counts.map((n) => `V${at(floor - (HILL * n) / most)}h${width.toFixed(2)}`).join('');
    const middle = scale.at(median_ms);
    return html`<path class="hill series${(i % 2) + 1}" d="M${EDGE},${at(floor)}${steps}V${at(floor)}z"/>
<line class="floor" x1="${EDGE}" x2="${WIDTH - EDGE}" y1="${at(floor)}" y2="${at(floor)}"/>
<line class="median" x1="${at(middle)}" x2="${at(middle)}" y1="${at(floor - HILL - 3)}" y2="${at(floor)}"/>
<text class="name" x="${EDGE}" y="${at(floor - HILL - 7)}">${writtenPlainly(label, 30)}</text>
<text class="value" x="${WIDTH - EDGE}" y="${at(floor - HILL - 7)}" text-anchor="end">median ${duration(median_ms)}</text>`;
  });
  const axis = scale.ticks.map((ms) => [
    gridLine(scale.at(ms), 0, height - AXIS),
    tick(scale.at(ms), height - 6, trimmed(duration(ms))),
  ]);
  const slower = rows.reduce((sum, row) => sum + row.slower, 0);
  return figureWith(
    [
      caption,
      ' The upright line is the median.',
      slower > 0 &&
        ` ${slower === 1 ? '1 call was' : `${count(slower)} calls were`} slower than the scale reaches.`,
    ],
    [
      plot(WIDTH, height, 'Distribution of call times on a logarithmic scale; the table says the medians.', [
        axis,
        hills,
      ]),
      inWords(
        'Call times as a table',
        ['', 'Median', 'Calls', 'Slower than drawn'],
        rows.map(({ label, median_ms, calls, slower: beyond }) => [
          written(label),
          duration(median_ms),
          count(calls),
          count(beyond),
        ]),
      ),
    ],
  );
}
