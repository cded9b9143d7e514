import type { Outcome, Write } from '../../store.ts';
import { applyTo } from '../writes/apply.ts';
import { saveDifferences } from './save-differences.ts';
import { sqliteRows } from './sqlite-rows.ts';
import type { Statements } from './statements.ts';

/** All writes in one transaction, or none of them: each sees what those before it did. */
export function applyAll(
  db: Statements,
  writes: readonly Write[],
): { outcomes: Outcome[]; gone: readonly string[] } {
  return db.transaction('write', () => {
    const gone: string[] = [];
    const { outcomes, differences, isVisible } = applyTo(sqliteRows(db, gone), writes);
    const names = saveDifferences(db, differences);
    if (isVisible) db.run("UPDATE meta SET value = value + 1 WHERE name = 'version'");
    return { outcomes, gone: [...gone, ...names] };
  });
}
