import { defineReporter } from '../contracts.ts';

type Cell = string | number | boolean | null;

/** A field of RFC 4180. A leading =, +, -, @ (or its wide form), tab or line break would be a
 * formula to a spreadsheet, so it is quoted away. */
function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const harmless = /^[=+\-@＝＋－＠\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const line = (cells: readonly Cell[]) => `${cells.map(field).join(',')}\r\n`;

export default defineReporter({
  title: 'comma-separated values',
  render: ({ rows }) => {
    const [first] = rows;
    if (!first) return '';
    const names = Object.keys(first);
    return [line(names), ...rows.map((row) => line(names.map((name) => row[name] ?? null)))].join('');
  },
});
