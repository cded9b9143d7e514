import type { Metric } from '../../../src/schema/community/groups.ts';
import type { Position, Scope, Standing, Submission } from '../../store.ts';
import type { MemberRow } from './rows.ts';
import { columns, SUBMISSION_COLUMNS } from './rows.ts';
import type { Statements } from './statements.ts';

const DAY_MS = 86_400_000;
const PUBLIC_COLUMNS = [
  'handle',
  'modules_completed',
  'milestones_passed',
  'joined_at',
  'number',
] as const satisfies (keyof MemberRow)[];

/** Columns of a submission, told from those of the member. */
const SUBMISSION = SUBMISSION_COLUMNS.map((name) => `submission.${name} AS of_${name}`).join(', ');
const PLACE = ['minus_value', 'at', 'member_id'];
const SCOPE = '(SELECT id FROM scope WHERE kind = ? AND key = ?)';

type StandingRow = Standing['member'] & { minus_value: number; place_at: number; place_of: string } & Record<
    `of_${(typeof SUBMISSION_COLUMNS)[number]}`,
    string | number | null
  >;

/** A CROSS JOIN keeps the order of the tables: from the standings, which are in order, to what they are about. */
const STANDINGS = `
  SELECT standing.minus_value, standing.at AS place_at, standing.member_id AS place_of,
    ${columns(PUBLIC_COLUMNS, 'member')}, ${SUBMISSION}
  FROM standing CROSS JOIN member ON member.id = standing.member_id
  LEFT JOIN best ON best.member_id = standing.member_id AND best.metric = standing.metric
  LEFT JOIN submission ON submission.id = best.submission_id`;

/** The standings after a place or before it, the best first: a range of the table's key, however far down. */
export function standingsOf(
  db: Statements,
  { kind, key }: Scope,
  metric: Metric,
  from: Position | null,
  direction: 'worse' | 'better',
  limit: number,
): Standing[] {
  if (from === null && direction === 'better') return [];
  const place = from ? [-from.value, from.at, from.member_id] : [];
  const isWorse = direction === 'worse';
  const beyond = `AND (${columns(PLACE, 'standing')}) ${isWorse ? '>' : '<'} (?, ?, ?)`;
  const order = columns(PLACE, 'standing').replaceAll(/(?=,|$)/g, isWorse ? '' : ' DESC');
  const rows = db.all<StandingRow>(
    `${STANDINGS} WHERE standing.scope_id = ${SCOPE} AND standing.metric = ? ${from ? beyond : ''}
     ORDER BY ${order} LIMIT ?`,
    ...[kind, key, metric, ...place, limit],
  );
  const standings = rows.map(standingFrom);
  return isWorse ? standings : standings.reverse();
}

/**
 * The first of those who joined on a day or later, in order of progress. Among equals who joined first stands first, so
 * that in the run of each progress those who joined later are a range: it costs a look per progress, not per member.
 */
export function standingsSince(
  db: Statements,
  { kind, key }: Scope,
  progress: readonly number[],
  from_day: number,
  limit: number,
): Standing[] {
  const standings: Standing[] = [];
  for (const value of progress) {
    if (standings.length >= limit) break;
    const rows = db.all<StandingRow>(
      `${STANDINGS} WHERE standing.scope_id = ${SCOPE} AND standing.metric = 'progress'
         AND standing.minus_value = ? AND standing.at >= ?
       ORDER BY standing.at, standing.member_id LIMIT ?`,
      ...[kind, key, -value, from_day * DAY_MS, limit - standings.length],
    );
    standings.push(...rows.map(standingFrom));
  }
  return standings;
}

const standingFrom = (row: StandingRow): Standing => ({
  // Not the negative: that of 0 is -0.
  value: 0 - row.minus_value,
  at: row.place_at,
  member_id: row.place_of,
  member: {
    handle: row.handle,
    modules_completed: row.modules_completed,
    milestones_passed: row.milestones_passed,
    joined_at: row.joined_at,
    number: row.number,
  },
  submission: row.of_id === null ? null : submissionFrom(row),
});

const submissionFrom = (row: StandingRow): Submission =>
  Object.fromEntries(SUBMISSION_COLUMNS.map((name) => [name, row[`of_${name}`]])) as unknown as Submission;
