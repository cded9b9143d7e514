/** A statement with what it is given; lists go as arrays. */
export interface Statement {
  text: string;
  values: readonly (string | number | boolean | null | Uint8Array)[];
}

type Types = Readonly<Record<string, string>>;
type Row<T extends Types> = Readonly<Record<keyof T, unknown>>;

/** Rows that are sent along with a statement, as a table of its own with the name `sent`. */
export interface SentRows<T extends Types> {
  /** Stands in the statement where a table does; its columns are the first parameters. */
  sql: string;
  /** The first parameter after them. */
  next: string;
  values: SentLists<T>['values'];
}

/** Columns as lists: an array each, which costs the database half as much to take apart as rows in JSON. */
interface SentLists<T extends Types> {
  types: string[];
  values: (rows: readonly Row<T>[]) => string[];
}

/** @param types of the columns, by name */
export function sentLists<T extends Types>(types: T): SentLists<T> {
  const names = Object.keys(types);
  return {
    types: Object.values(types),
    values: (rows) => names.map((name) => arrayOf(rows.map((row) => row[name]))),
  };
}

/** @param types of the columns, by name */
export function sentRows<T extends Types>(types: T): SentRows<T> {
  const names = Object.keys(types);
  const arrays = names.map((name, i) => `$${i + 1}::${types[name]}[]`);
  return {
    sql: `unnest(${arrays.join(', ')}) AS sent(${names.join(', ')})`,
    next: `$${names.length + 1}`,
    values: sentLists(types).values,
  };
}

/** Values as the text of an array (the manual of Postgres, 8.15.2). */
export function arrayOf(values: readonly unknown[]): string {
  // Most lists hold nothing that has to be escaped, and are put together at once.
  if (values.every((value) => typeof value === 'number')) return `{${values.join()}}`;
  if (values.every((value) => typeof value === 'string') && !/["\\]/.test(values.join('')))
    return `{"${values.join('","')}"}`;
  return `{${values.map(element).join(',')}}`;
}

function element(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return `${value}`;
  if (value === null || value === undefined) return 'NULL';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.includes('"') || text.includes('\\') ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : `"${text}"`;
}
