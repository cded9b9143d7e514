import type { Outcome, Write, WriteKind, Writes } from '../../store.ts';
import type { Differences } from '../differences.ts';
import { changeClass, createClass, expel } from './classes.ts';
import { purge, take } from './limits.ts';
import { join, leave, rotate, update } from './members.ts';
import { appoint, remove, review } from './moderation.ts';
import type { Rows, Transaction } from './rows.ts';
import { submit } from './submissions.ts';

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
  appoint,
  createClass,
  changeClass,
  expel,
};

const apply = <K extends WriteKind>(
  transaction: Transaction,
  { kind, request }: { kind: K; request: Writes[K]['request'] },
): Outcome<K> => WRITES[kind](transaction, request);

/**
 * What comes of the writes of one transaction: each sees what those before it did.
 * @param differences takes what becomes of the counts
 */
export function applyTo(
  rows: Rows,
  writes: readonly Write[],
  differences: Pick<Differences, 'add'>,
): { outcomes: Outcome[]; isVisible: boolean } {
  const transaction: Transaction = { rows, differences, isVisible: false };
  const outcomes = writes.map((write) => apply(transaction, write));
  return { outcomes, isVisible: transaction.isVisible };
}
