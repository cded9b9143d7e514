import type { TrendPicture } from '../picture-contracts.ts';
import { type Drawn, type DrawnLine, fitted, type Space } from './_picture.ts';

/** From the lowest value to the highest one, and what marks a step. */
const UNICODE = { levels: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'], step: '│' };
const ASCII = { levels: ['.', ':', '-', '=', '+', '*', '#', '%', '@'], step: '|' };

/** Values that all lie within this factor are noise to the eye as well: they don't fill the height. */
const LEAST_SPAN = Math.log(1.08);
/** Enough for a shape. Words stand below where they would leave less, unless there are fewer values. */
const FEWEST_CELLS = 24;

interface Cell {
  value: number;
  isStep: boolean;
}

/** Neighbouring runs together, as their geometric mean, until they fit; a step is kept in the cell that it falls into. */
function cellsOf({ values, steps }: TrendPicture['items'][number], room: number): Cell[] {
  // Every mark takes a cell of its own.
  const free = Math.max(1, room - steps.length);
  const each = Math.max(1, Math.ceil(values.length / free));
  const logs = values.map(Math.log);
  return Array.from({ length: Math.ceil(values.length / each) }, (_, i) => {
    const [from, to] = [i * each, (i + 1) * each];
    const own = logs.slice(from, to);
    return {
      value: own.reduce((sum, log) => sum + log, 0) / own.length,
      isStep: steps.some((step) => step >= from && step < to),
    };
  });
}

function line(item: TrendPicture['items'][number], room: number, unicode: boolean): string {
  const { levels, step } = unicode ? UNICODE : ASCII;
  const cells = cellsOf(item, room);
  const values = cells.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(LEAST_SPAN, most - least);
  // What is flat lies in the middle of a height, not on the border between two.
  const shift = span > most - least ? span / levels.length / 2 : 0;
  const low = (least + most - span) / 2 - shift;
  return cells
    .map(({ value, isStep }) => {
      const height = Math.min(levels.length - 1, Math.floor(((value - low) / span) * levels.length));
      return `${isStep ? step : ''}${levels[height] ?? ''}`;
    })
    .join('');
}

/** A sparkline per item, with its words behind it, or below where they don't fit. */
export function drawTrends(part: TrendPicture, { columns, unicode }: Space): Drawn {
  const { labels, width } = fitted(
    part.items.map(({ label }) => label),
    columns,
    unicode,
  );
  const words = Math.max(0, ...part.items.map(({ text }) => text.length));
  const room = columns - width - 2;
  const wanted = Math.max(0, ...part.items.map(({ values, steps }) => values.length + steps.length));
  const isBeside = room - words - 2 >= Math.min(FEWEST_CELLS, wanted);
  const lines = part.items.map((item) => line(item, isBeside ? room - words - 2 : room, unicode));
  const cells = Math.max(0, ...lines.map((each) => each.length));
  return {
    width,
    lines: part.items.flatMap((item, i): DrawnLine[] => {
      const [label, picture] = [labels[i] ?? '', lines[i] ?? ''];
      const tone = item.tone ? { tone: item.tone } : {};
      return isBeside
        ? [{ label, picture: picture.padEnd(cells), text: item.text, ...tone }]
        : [
            { label, picture },
            { label: '', picture: '', text: item.text, ...tone },
          ];
    }),
  };
}
