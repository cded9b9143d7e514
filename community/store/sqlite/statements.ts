import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** A database by its statements: each is prepared when it is first needed, and kept. */
export interface Statements {
  /** The rows; a STRICT table holds what its columns say, so `T` is what the columns are. */
  all: <T>(sql: string, ...values: SQLInputValue[]) => T[];
  /** The only row, or null. */
  one: <T>(sql: string, ...values: SQLInputValue[]) => T | null;
  /** @returns how many rows it changed */
  run: (sql: string, ...values: SQLInputValue[]) => number;
  /** Everything that happens inside, or nothing of it. A read sees one state of the database from beginning to end. */
  transaction: <T>(kind: 'read' | 'write', inside: () => T) => T;
}

export function createStatements(database: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const present = prepared.get(sql);
    if (present) return present;
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  const run = (sql: string, ...values: SQLInputValue[]) => Number(prepare(sql).run(...values).changes);
  return {
    all: <T>(sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values) as T[],
    one: <T>(sql: string, ...values: SQLInputValue[]) =>
      (prepare(sql).get(...values) as T | undefined) ?? null,
    run,
    transaction: (kind, inside) => {
      // A read that is to become a write can fail half-way; a write says so at the beginning, and waits there.
      run(kind === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN');
      try {
        const result = inside();
        run('COMMIT');
        return result;
      } catch (cause) {
        // After some failures, such as a full disk, SQLite has rolled back by itself.
        if (database.isTransaction) run('ROLLBACK');
        throw cause;
      }
    },
  };
}
