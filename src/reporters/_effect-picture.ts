import type { EffectPicture } from '../picture-contracts.ts';
import { times } from './_figures.ts';
import { type Drawn, type DrawnLine, fitted, type Space } from './_picture.ts';

const UNICODE = { from: '├', to: '┤', within: '─', mid: '●', bar: '░', axis: '│', less: '◄', more: '►' };
const ASCII = { from: '[', to: ']', within: '-', mid: 'o', bar: '=', axis: '|', less: '<', more: '>' };
type Marks = Record<keyof typeof UNICODE, string>;

/** Bars of effects below this are not blown up to the full width: 2 % either way always shows. */
const LEAST_REACH = Math.log(1.02);
/** An interval is cut off where it is this many times as far from 1 as the largest estimate. */
const CUT = 3;
/** Part of the scale that stays free at either end. */
const EDGE = 0.03;
const FEWEST_CELLS = 16;
const MOST_CELLS = 48;

interface Scale {
  low: number;
  high: number;
  cells: number;
}

/** Natural logarithms that the scale spans: 1 and all intervals, as far as they leave the estimates room. */
function scaleFor({ items }: EffectPicture, cells: number): Scale {
  const estimates = items.flatMap(({ ratio }) => (ratio === null ? [] : [Math.abs(Math.log(ratio))]));
  const limit = CUT * Math.max(LEAST_REACH, ...estimates);
  const ends = items.flatMap(({ ratio, ci95 }) => [...(ci95 ?? []), ...(ratio === null ? [] : [ratio])]);
  const logs = ends.map((end) => Math.max(-limit, Math.min(limit, Math.log(end))));
  const [low, high] = [Math.min(-LEAST_REACH, ...logs), Math.max(LEAST_REACH, ...logs)];
  const edge = EDGE * (high - low);
  return { low: low - edge, high: high + edge, cells };
}

const cellOf = (ratio: number, { low, high, cells }: Scale): number =>
  Math.round(((Math.log(ratio) - low) / (high - low)) * (cells - 1));

/** One ratio: its interval with the estimate in it, and a bar that leads there from 1. */
function row({ ratio, ci95 }: EffectPicture['items'][number], scale: Scale, marks: Marks): string {
  const line = Array.from({ length: scale.cells }, () => ' ');
  const last = scale.cells - 1;
  const put = (cell: number, mark: string) => {
    if (cell >= 0 && cell <= last) line[cell] = mark;
  };
  const fill = (a: number, b: number, mark: string) => {
    for (let cell = Math.min(a, b); cell <= Math.max(a, b); cell++) put(cell, mark);
  };
  const one = cellOf(1, scale);
  if (ratio !== null) {
    const mid = cellOf(ratio, scale);
    fill(one, mid, marks.bar);
    if (ci95) {
      const [from, to] = [cellOf(ci95[0], scale), cellOf(ci95[1], scale)];
      fill(from, to, marks.within);
      put(from, marks.from);
      put(to, marks.to);
      put(one, marks.axis);
      if (from < 0) put(0, marks.less);
      if (to > last) put(last, marks.more);
    } else put(one, marks.axis);
    put(mid, marks.mid);
  } else put(one, marks.axis);
  return line.join('').trimEnd();
}

/** What the ends and the middle of the scale stand for. */
function axis(scale: Scale): string {
  const line = Array.from({ length: scale.cells + 8 }, () => ' ');
  const put = (start: number, text: string) => {
    for (const [i, character] of [...text].entries()) line[start + i] = character;
  };
  const [left, right] = [times(Math.exp(scale.low)), times(Math.exp(scale.high))];
  const middle = times(1);
  const at = Math.max(0, cellOf(1, scale) - Math.floor(middle.length / 2));
  put(at, middle);
  if (left.length < at) put(0, left);
  const end = scale.cells - right.length;
  if (end > at + middle.length) put(end, right);
  return line.join('').trimEnd();
}

/**
 * A bar with its interval per ratio, all on one logarithmic scale, so that half and double are equally far from 1.
 * Where the words don't fit behind a bar they stand below it.
 */
export function drawEffects(part: EffectPicture, { columns, unicode }: Space): Drawn {
  const marks = unicode ? UNICODE : ASCII;
  const { labels, width } = fitted(
    part.items.map(({ label }) => label),
    columns,
    unicode,
  );
  const words = Math.max(...part.items.map(({ text }) => text.length), 0);
  const room = columns - width - 2;
  const isBeside = room - words - 2 >= FEWEST_CELLS;
  const cells = Math.min(MOST_CELLS, isBeside ? room - words - 2 : room);
  const scale = scaleFor(part, cells);
  const lines = part.items.flatMap((item, i): DrawnLine[] => {
    const picture = row(item, scale, marks);
    const label = labels[i] ?? '';
    const tone = item.tone ? { tone: item.tone } : {};
    return isBeside
      ? [{ label, picture: picture.padEnd(cells), text: item.text, ...tone }]
      : [
          { label, picture },
          { label: '', picture: '', text: item.text, ...tone },
        ];
  });
  return { width, lines: [...lines, { label: '', picture: axis(scale), isQuiet: true }] };
}
