import type { Outcome, Write } from '../../store.ts';
import { Differences } from '../differences.ts';
import { applyTo } from '../writes/apply.ts';
import { saveDifferences } from './save-differences.ts';
import { sqliteRows } from './sqlite-rows.ts';
import type { Statements } from './statements.ts';

/**
 * All writes in one transaction, or none of them: each sees what those before it did.
 * `hasDeleted`: whether something must not be found in the file any more.
 */
export function applyAll(
  db: Statements,
  writes: readonly Write[],
): { outcomes: Outcome[]; hasDeleted: boolean } {
  return db.transaction('write', () => {
    let hasDeleted = false;
    const onDelete = () => {
      hasDeleted = true;
    };
    const differences = new Differences();
    const rows = sqliteRows(db, onDelete);
    const { outcomes, isVisible } = applyTo(rows, writes, differences);
    rows.saveNumbers();
    saveDifferences(db, differences, onDelete);
    if (isVisible) db.run("UPDATE meta SET value = value + 1 WHERE name = 'version'");
    return { outcomes, hasDeleted };
  });
}
