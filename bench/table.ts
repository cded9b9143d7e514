/** The bench as people read it. */
import { digits, duration, percent, times } from '../src/reporters/_figures.ts';
import { columns } from './columns.ts';
import type { Figure, Row } from './row.ts';

const HEAD = ['', 'tito', 'control', 'ratio', 'limit', 'verdict', 'beside'];

/** A line per row under a head, in columns; a row without a figure says why instead. */
export const table = (rows: readonly Row[]): string =>
  columns([
    HEAD,
    ...rows.map((row) => (row.status === 'ok' ? cellsOf(row) : [row.title, row.status, row.reason])),
  ]);

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
