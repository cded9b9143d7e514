import type { Outcome, Write, WriteKind, Writes } from '../../store.ts';
import { saveDifferences } from './save-differences.ts';
import type { Statements } from './statements.ts';
import { newTransaction, type Transaction } from './transaction.ts';
import { purge, take } from './writes/limits.ts';
import { join, leave, rotate, update } from './writes/members.ts';
import { remove, review, submit } from './writes/submissions.ts';

type Apply<K extends WriteKind> = (transaction: Transaction, request: Writes[K]['request']) => Outcome<K>;

const WRITES: { [K in WriteKind]: Apply<K> } = {
  join,
  update,
  leave,
  rotate,
  submit,
  review,
  remove,
  take,
  purge,
};

const apply = <K extends WriteKind>(
  transaction: Transaction,
  { kind, request }: { kind: K; request: Writes[K]['request'] },
): Outcome<K> => WRITES[kind](transaction, request);

/** All writes in one transaction, or none of them: each sees what those before it did. */
export function applyAll(
  db: Statements,
  writes: readonly Write[],
): { outcomes: Outcome[]; gone: readonly string[] } {
  return db.transaction('write', () => {
    const transaction = newTransaction(db);
    const outcomes = writes.map((write) => apply(transaction, write));
    const names = saveDifferences(db, transaction.differences);
    if (transaction.isVisible) db.run("UPDATE meta SET value = value + 1 WHERE name = 'version'");
    return { outcomes, gone: [...transaction.gone, ...names] };
  });
}
