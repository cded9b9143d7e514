import type { Ratio } from '../facts/run-plots.ts';
import { type Html, html, written, writtenPlainly } from '../html.ts';
import { figure } from '../numbers.ts';
import { figureWith, inWords } from '../parts/figure.ts';
import { at, gridLine, plot, tick } from './frame.ts';
import { logScale } from './log-scale.ts';

const WIDTH = 340;
const ROW = 44;
const AXIS = 24;
const EDGE = 6;
/** The scale reaches at least so far on either side of 1. */
const LEAST_REACH = 1.25;

const times = (value: number) => `${figure(value)}×`;
const intervalOf = ({ ci95 }: Ratio) => (ci95 ? `${figure(ci95[0])} to ${figure(ci95[1])}` : 'no interval');

/** Ratios as points with their 95 % intervals on one logarithmic scale, beside the line of no difference. */
export function ratiosPlot(ratios: readonly Ratio[], caption: string): Html {
  const ends = ratios.flatMap(({ ratio, ci95 }) => [ratio, ...(ci95 ?? [])]);
  const low = Math.min(1 / LEAST_REACH, ...ends) / 1.08;
  const high = Math.max(LEAST_REACH, ...ends) * 1.08;
  const height = ratios.length * ROW + AXIS;
  const scale = logScale(low, high, EDGE, WIDTH - 2 * EDGE);
  const rows = ratios.map((each, i) => {
    const y = i * ROW + 30;
    const x = at(scale.at(each.ratio));
    const [from, to] = (each.ci95 ?? []).map((end) => at(scale.at(end)));
    return html`<text class="name" x="${EDGE}" y="${y - 13}">${writtenPlainly(each.label, 30)}</text>
<text class="value" x="${WIDTH - EDGE}" y="${y - 13}" text-anchor="end">${times(each.ratio)}${each.ci95 && ` [${figure(each.ci95[0])}, ${figure(each.ci95[1])}]`}</text>
${from !== undefined && to !== undefined && html`<path class="interval" d="M${from},${y}H${to}M${from},${y - 4}v8M${to},${y - 4}v8"/>`}
<circle class="point" cx="${x}" cy="${y}" r="4.5"/>`;
  });
  const axis = scale.ticks.map((value) => [
    gridLine(scale.at(value), 0, height - AXIS),
    tick(scale.at(value), height - 6, `${Number(value.toPrecision(2))}×`),
  ]);
  const one = at(scale.at(1));
  return figureWith(caption, [
    plot(WIDTH, height, 'Ratios with their 95 % intervals; the table says the same.', [
      axis,
      html`<line class="one" x1="${one}" x2="${one}" y1="0" y2="${height - AXIS}"/>`,
      rows,
    ]),
    inWords(
      'Ratios as a table',
      ['', 'Ratio', '95 % interval'],
      ratios.map((each) => [written(each.label), times(each.ratio), intervalOf(each)]),
    ),
  ]);
}
