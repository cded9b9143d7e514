import { Differences } from '../differences.ts';
import type { Statements } from './statements.ts';

/** What the writes of one transaction share. */
export interface Transaction {
  db: Statements;
  /** What becomes of the counts; saved once, at the end. */
  differences: Differences;
  /** Whether somebody could see a difference. */
  isVisible: boolean;
  /** What was deleted and must not be found in the file any more. */
  gone: string[];
}

export const newTransaction = (db: Statements): Transaction => ({
  db,
  differences: new Differences(),
  isVisible: false,
  gone: [],
});
