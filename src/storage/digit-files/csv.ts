import { InvalidData } from './invalid-data.ts';
import type { LabelledPart } from './npz.ts';

const LABEL_NAMES = ['label', 'labels', 'target', 'class', 'digit', 'y'];
const DELIMITERS = [',', ';', '\t'];
const NEWLINE = 10;

interface Table {
  /** Row by row. */
  values: Float64Array;
  rows: number;
  columns: number;
  /** Numbers of the rows' lines, from 1. */
  lines: number[];
  /** The header's names, or none. */
  names: string[];
}

/**
 * One image per line: its pixels and, in the first or the last column, its label. A header line decides by its name
 * (`label`, `target`, `class`, …) which column that is. Without a header it is the one of the two that holds whole
 * numbers of 0 to 9 and nothing else, all ten of them; where both do, nothing is guessed. Separated by commas,
 * semicolons or tabs, whichever the first line has most of; empty lines are ignored.
 *
 * @throws InvalidData with the line
 */
export function readCsv(text: Buffer): LabelledPart {
  const table = readTable(text);
  const column = labelColumn(table);
  const { values, rows, columns, lines } = table;
  const pixels = columns - 1;
  const images = new Float64Array(rows * pixels);
  const labels = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const line = values.subarray(row * columns, (row + 1) * columns);
    const label = line[column] ?? Number.NaN;
    if (!isDigit(label)) {
      const reason = `column ${column + 1}: the label is ${label} and no digit of 0 to 9.`;
      throw new InvalidData(reason, lineOf(lines, row));
    }
    labels[row] = label;
    images.set(line.subarray(0, column), row * pixels);
    images.set(line.subarray(column + 1), row * pixels + column);
  }
  return {
    names: { images: 'the file', labels: 'its label column' },
    images: { data: images, shape: [rows, pixels] },
    labels: { data: labels, shape: [rows] },
  };
}

const isDigit = (value: number) => Number.isInteger(value) && value >= 0 && value <= 9;

const lineOf = (lines: readonly number[], row: number) => {
  const line = lines[row];
  return line === undefined ? {} : { line };
};

function readTable(text: Buffer): Table {
  // Every value takes a byte and what separates it another one: more than this there can't be.
  const values = new Float64Array(Math.ceil(text.length / 2) + 1);
  const table: Table = { values, rows: 0, columns: 0, lines: [], names: [] };
  let delimiter = ',';
  for (const { line, number } of linesOf(text)) {
    const isFirst = table.columns === 0;
    if (isFirst) delimiter = delimiterOf(line);
    const fields = line.split(delimiter);
    if (isFirst) {
      table.columns = fields.length;
      const names = fields.map((field) => unquote(field).toLowerCase());
      if (isHeader(names)) {
        table.names = names;
        continue;
      }
    }
    if (fields.length !== table.columns) {
      const reason = `there are ${fields.length} columns, and ${table.columns} in the first line.`;
      throw new InvalidData(reason, { line: number });
    }
    const start = table.rows * table.columns;
    for (const [column, field] of fields.entries()) values[start + column] = toNumber(field, column, number);
    table.rows += 1;
    table.lines.push(number);
  }
  return table;
}

/** A line with one word among numbers is a damaged image, unless the word says where the labels are. */
const isHeader = (names: readonly string[]) =>
  names.some((name) => LABEL_NAMES.includes(name)) || names.every((name) => Number.isNaN(Number(name)));

/** Lines that are not empty, one by one: a file may be longer than the longest string. */
function* linesOf(text: Buffer): Generator<{ line: string; number: number }> {
  let start = text.toString('latin1', 0, 3) === '\xef\xbb\xbf' ? 3 : 0;
  for (let number = 1; start < text.length; number++) {
    const newline = text.indexOf(NEWLINE, start);
    const end = newline < 0 ? text.length : newline;
    const line = text.toString('latin1', start, end).trim();
    if (line !== '') yield { line, number };
    start = end + 1;
  }
}

function delimiterOf(line: string): string {
  const counts = DELIMITERS.map((each) => line.split(each).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

const unquote = (field: string) => field.trim().replace(/^"(.*)"$/, '$1');

function toNumber(field: string, column: number, line: number): number {
  const value = Number(field);
  if (value !== 0 && Number.isFinite(value)) return value;
  const word = unquote(field);
  const unquoted = word === '' ? Number.NaN : Number(word);
  if (Number.isFinite(unquoted)) return unquoted;
  const what = word === '' ? 'it is empty' : `'${word.slice(0, 40)}' is no number`;
  throw new InvalidData(`column ${column + 1}: ${what}.`, { line });
}

function labelColumn({ names, columns, rows, values }: Table): number {
  const named = names.findIndex((name) => LABEL_NAMES.includes(name));
  if (named >= 0) return named;
  const candidates = [0, columns - 1].filter((column) => {
    const seen = new Set<number>();
    for (let row = 0; row < rows; row++) seen.add(values[row * columns + column] ?? Number.NaN);
    return seen.size === 10 && [...seen].every(isDigit);
  });
  const [only, other] = candidates;
  if (only !== undefined && other === undefined) return only;
  const reason =
    only === undefined
      ? 'neither its first nor its last column holds labels: the digits 0 to 9, all ten of them, and nothing else.'
      : 'both its first and its last column could be the labels.';
  throw new InvalidData(reason, {
    hint: "Put a header line at the top that calls one column 'label'.",
  });
}
