import type { HistogramPicture } from '../picture-contracts.ts';
import { type Drawn, fitted, type Space } from './_picture.ts';

/** From nothing to the fullest bin. */
const UNICODE = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII = [' ', '.', ':', '-', '=', '+', '*', '#', '@'];

/** Neighbouring bins together, until they fit. */
function merged(counts: readonly number[], room: number): number[] {
  const each = Math.max(1, Math.ceil(counts.length / room));
  return Array.from({ length: Math.ceil(counts.length / each) }, (_, i) =>
    counts.slice(i * each, (i + 1) * each).reduce((sum, count) => sum + count, 0),
  );
}

/**
 * One line per item, the height of a block for the count of its bin. Each item is drawn against its own fullest bin:
 * where one has more samples, shapes still compare. What occurs at all shows.
 */
export function drawHistogram(part: HistogramPicture, { columns, unicode }: Space): Drawn {
  const levels = unicode ? UNICODE : ASCII;
  const { labels, width } = fitted(
    part.items.map(({ label }) => label),
    columns,
    unicode,
  );
  const bins = part.items.map(({ counts }) => merged(counts, columns - width - 2));
  const lines = bins.map((counts, i) => {
    const most = Math.max(1, ...counts);
    const heights = counts.map((count) => Math.ceil((count / most) * (levels.length - 1)));
    return { label: labels[i] ?? '', picture: heights.map((height) => levels[height] ?? ' ').join('') };
  });
  const cells = Math.max(0, ...bins.map((counts) => counts.length));
  const [from, to] = part.scale;
  const gap = Math.max(1, cells - from.length - to.length);
  return {
    width,
    lines: [...lines, { label: '', picture: `${from}${' '.repeat(gap)}${to}`, isQuiet: true }],
  };
}
