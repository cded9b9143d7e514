import type { Metric } from '../../../src/schema/community/groups.ts';
import type { Position, Scope, Standing, Submission } from '../../store.ts';
import { columns, SUBMISSION_COLUMNS } from '../columns.ts';
import type { MemberRow } from './rows.ts';
import { submissionFrom } from './rows.ts';
import type { Statements } from './statements.ts';

const DAY_MS = 86_400_000;
const PUBLIC_COLUMNS = [
  'handle',
  'modules_completed',
  'milestones_passed',
  'joined_at',
  'number',
] as const satisfies (keyof MemberRow)[];

const PLACE = ['minus_value', 'at', 'member_id'].map((name) => `standing.${name}`);
const DIRECTIONS = {
  worse: { beyond: `(${columns(PLACE)}) > (?, ?, ?)`, order: columns(PLACE) },
  better: {
    beyond: `(${columns(PLACE)}) < (?, ?, ?)`,
    order: columns(PLACE.map((column) => `${column} DESC`)),
  },
} as const;
const SCOPE = '(SELECT id FROM scope WHERE kind = ? AND key = ?)';

/** A place, whose it is, and what holds it: a submission has no column of the name of one of the member's. */
type StandingRow = Standing['member'] & { minus_value: number; place_at: number; place_of: string } & (
    | Submission
    | { id: null }
  );

const STANDING = `standing.minus_value, standing.at AS place_at, standing.member_id AS place_of,
    ${columns(PUBLIC_COLUMNS, 'member')}`;
/** A CROSS JOIN keeps the order of the tables: from the standings, which are in order, to what they are about. */
const PLACES = 'standing CROSS JOIN member ON member.id = standing.member_id';
const BY_PROGRESS = `SELECT ${STANDING}, NULL AS id FROM ${PLACES}`;
const BY_SCORE = `
  SELECT ${STANDING}, ${columns(SUBMISSION_COLUMNS, 'submission')} FROM ${PLACES}
  LEFT JOIN best ON best.member_id = standing.member_id AND best.metric = standing.metric
  LEFT JOIN submission ON submission.id = best.submission_id`;

/**
 * SQLite plans a statement by a limit that is a plain parameter, and therefore compiles it again for every call: three
 * quarters of a page's time.
 */
const LIMIT = 'LIMIT CAST(? AS INTEGER)';

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
  const { beyond, order } = DIRECTIONS[direction];
  const rows = db.all<StandingRow>(
    `${metric === 'progress' ? BY_PROGRESS : BY_SCORE}
     WHERE standing.scope_id = ${SCOPE} AND standing.metric = ? ${from ? `AND ${beyond}` : ''}
     ORDER BY ${order} ${LIMIT}`,
    ...[kind, key, metric, ...place, limit],
  );
  const standings = rows.map(standingFrom);
  return direction === 'worse' ? standings : standings.reverse();
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
      `${BY_PROGRESS} WHERE standing.scope_id = ${SCOPE} AND standing.metric = 'progress'
         AND standing.minus_value = ? AND standing.at >= ?
       ORDER BY standing.at, standing.member_id ${LIMIT}`,
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
  submission: row.id === null ? null : submissionFrom(row),
});
