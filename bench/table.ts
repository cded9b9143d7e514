/** The bench as people read it. */
import { digits, duration, percent, times } from '../src/reporters/_figures.ts';
import type { Figure, Row } from './row.ts';

const HEAD = ['', 'tito', 'control', 'ratio', 'limit', 'verdict', 'beside'];

/** A line per row under a head, in columns; a row without a figure says why instead. */
export function table(rows: readonly Row[]): string {
  const lines = [
    HEAD,
    ...rows.map((row) => (row.status === 'ok' ? cellsOf(row) : [row.title, row.status, row.reason])),
  ];
  // The last cell of a line may be as long as it likes.
  const lengths = lines.map((line) => line.slice(0, -1).map(({ length }) => length));
  const widths = HEAD.map((_, column) => Math.max(...lengths.map((line) => line[column] ?? 0)));
  const lay = (line: readonly string[]) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0));
  return lines.map((line) => lay(line).join('  ').trimEnd()).join('\n');
}

function cellsOf(row: Figure): string[] {
  const show = row.unit === 'ms' ? duration : mebibytes;
  const share = row.share_of_slice === null ? '' : `; ${percent(row.share_of_slice)} of a slice`;
  return [
    row.title,
    show(row.measured),
    show(row.control),
    // As exact as a ratio near its limit needs to be.
    row.limit ? `${row.ratio.toFixed(3)}×` : times(row.ratio),
    limitText(row),
    row.verdict ?? '',
    `${row.beside} (${row.statistic} of ${row.samples.measured.length})${share}`,
  ];
}

function limitText({ limit }: Figure): string {
  if (!limit) return 'none';
  return limit.at_least === null ? `≤ ${limit.at_most}` : `${limit.at_least}–${limit.at_most}`;
}

const mebibytes = (bytes: number) => `${digits(bytes / 2 ** 20)} MiB`;
