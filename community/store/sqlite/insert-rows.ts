import type { SQLInputValue } from 'node:sqlite';
import type { Statements } from './statements.ts';

export interface Insertion {
  /** A table with its columns. */
  into: string;
  /** How many columns that are. */
  columns: number;
  /** What happens to a row that is there already; empty where there can be none. */
  conflict: string;
}

/** Rows of one statement; what is left over goes by the smaller ones, so that there are few different statements. */
const ROWS = [32, 8, 1];

/**
 * Inserts many rows by few statements: each costs as much as inserting some rows.
 * @param values of the rows, one after the other
 */
export function insertRows(
  db: Statements,
  { into, columns, conflict }: Insertion,
  values: readonly SQLInputValue[],
): void {
  const row = `(${Array(columns).fill('?').join(', ')})`;
  let start = 0;
  for (const rows of ROWS) {
    const sql = `INSERT INTO ${into} VALUES ${Array(rows).fill(row).join(', ')} ${conflict}`;
    const size = rows * columns;
    for (; start + size <= values.length; start += size) db.run(sql, ...values.slice(start, start + size));
  }
}
