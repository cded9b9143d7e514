import type { Outcome, Write, WriteKind, Writes } from '../../store.ts';
import { Differences } from '../differences.ts';
import { purge, take } from './limits.ts';
import { join, leave, rotate, update } from './members.ts';
import type { Rows, Transaction } from './rows.ts';
import { remove, review, submit } from './submissions.ts';

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

/** What comes of the writes of one transaction: each sees what those before it did. */
export function applyTo(
  rows: Rows,
  writes: readonly Write[],
): { outcomes: Outcome[]; differences: Differences; isVisible: boolean } {
  const transaction: Transaction = { rows, differences: new Differences(), isVisible: false };
  const outcomes = writes.map((write) => apply(transaction, write));
  const { differences, isVisible } = transaction;
  return { outcomes, differences, isVisible };
}
