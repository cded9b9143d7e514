import type { GroupKind, Metric } from '../../../src/schema/community/groups.ts';
import { type Contribution, joinedProgress } from '../../contributions.ts';
import type { Scope } from '../../store.ts';
import type { Statements } from './statements.ts';

export interface Bar {
  value: number;
  members: number;
}

/** The scope of the first two parameters, which has no row while it has no members. */
const SCOPE = '(SELECT id FROM scope WHERE kind = ? AND key = ?)';

/** Sum of a tally's counts whose value lies between two, both included. */
const sum = (
  db: Statements,
  { kind, key }: Scope,
  tally: Contribution['tally'],
  from: number,
  to: number,
): number =>
  db.one<{ n: number }>(
    `SELECT coalesce(sum(n), 0) AS n FROM tally
     WHERE scope_id = ${SCOPE} AND tally = ? AND value BETWEEN ? AND ?`,
    ...[kind, key, tally, from, to],
  )?.n ?? 0;

export const membersOf = (db: Statements, scope: Scope): number => sum(db, scope, 'members', 0, 0);

export const joinedBetween = (db: Statements, scope: Scope, from_day: number, to_day: number): number =>
  sum(db, scope, 'joined', from_day, to_day);

export const passedBetween = (
  db: Statements,
  scope: Scope,
  milestone: number,
  from_day: number,
  to_day: number,
): number => sum(db, scope, `milestone_${milestone}`, from_day, to_day);

export const scopesOfKind = (
  db: Statements,
  kind: GroupKind,
): { key: string; label: string; members: number }[] =>
  db.all(
    `SELECT key, label, n AS members FROM scope CROSS JOIN tally
     ON scope_id = scope.id AND tally = 'members' AND value = 0
     WHERE kind = ? ORDER BY key`,
    kind,
  );

export const countScopes = (db: Statements, kind: GroupKind): number =>
  db.one<{ n: number }>('SELECT n FROM scope_count WHERE kind = ?', kind)?.n ?? 0;

/** At most as many rows as a metric has values. */
export const histogramOf = (db: Statements, { kind, key }: Scope, metric: Metric): Bar[] =>
  db.all(
    `SELECT value, n AS members FROM tally WHERE scope_id = ${SCOPE} AND tally = ? ORDER BY value DESC`,
    ...[kind, key, metric],
  );

/** Competition ranking: 1 + how many have more. */
export const rankOf = (
  db: Statements,
  { kind, key }: Scope,
  metric: Metric,
  value: number,
): { rank: number; of: number } =>
  db.one<{ rank: number; of: number }>(
    `SELECT 1 + coalesce(sum(n) FILTER (WHERE value > ?), 0) AS rank, coalesce(sum(n), 0) AS "of"
     FROM tally WHERE scope_id = ${SCOPE} AND tally = ?`,
    ...[value, kind, key, metric],
  ) ?? { rank: 1, of: 0 };

/**
 * The histogram of progress of those who joined on a day or later. It costs one row for each progress and day: those of
 * the days since then or, where these are fewer, those of the days before, which are taken from the whole.
 */
export function histogramSince(db: Statements, scope: Scope, from_day: number): Bar[] {
  const days = db.one<{ first: number | null; last: number | null }>(
    `SELECT min(value) AS first, max(value) AS last FROM tally WHERE scope_id = ${SCOPE} AND tally = 'joined'`,
    ...[scope.kind, scope.key],
  );
  const { first = null, last = null } = days ?? {};
  const all = histogramOf(db, scope, 'progress');
  if (first === null || last === null || from_day <= first) return all;
  const isRecent = from_day - first > last - from_day;
  return all
    .map(({ value, members }) => {
      const [from, to] = isRecent ? [from_day, last] : [first, from_day - 1];
      const n = sum(db, scope, 'joined_progress', joinedProgress(value, from), joinedProgress(value, to));
      return { value, members: isRecent ? n : members - n };
    })
    .filter(({ members }) => members > 0);
}
