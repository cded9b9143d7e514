import type { GroupKind, Metric } from '../../../src/schema/community/groups.ts';
import type { Position, Scope, Standing, Submission } from '../../store.ts';
import { columns, SUBMISSION_COLUMNS } from '../columns.ts';
import type { Pool } from './pool.ts';

/** Which column says that a row belongs to a scope; nobody asks for ranks by country. */
const OF: Readonly<Record<GroupKind, string | null>> = {
  all: '',
  cohort: 'cohort',
  class: 'class_id',
  institution: 'institution_key',
  course_type: 'course_type',
  country: null,
};

/** A place, whose it is, and what holds it: a submission has no column of the name of one of the member's. */
export type StandingRow = Standing['member'] & { minus_value: number; place_at: number; place_of: string } & (
    | Submission
    | { id: null }
  );

export const PUBLIC = columns(
  ['handle', 'modules_completed', 'milestones_passed', 'joined_at', 'number'],
  'member',
);
const PROGRESS = ['member.minus_progress', 'member.joined_at', 'member.id'].join(', ');
const SCORE = ['best.minus_value', 'best.at', 'best.member_id'].join(', ');
const BY_PROGRESS = `
  SELECT member.minus_progress AS minus_value, member.joined_at AS place_at, member.id AS place_of, ${PUBLIC},
    NULL AS id
  FROM tito.member`;
const BY_SCORE = `
  SELECT best.minus_value, best.at AS place_at, best.member_id AS place_of, ${PUBLIC},
    ${columns(SUBMISSION_COLUMNS, 'submission')}
  FROM tito.best JOIN tito.member ON member.id = best.member_id
  LEFT JOIN tito.submission ON submission.id = best.submission_id`;

/** The standings after a place or before it, the best first: a range of an index, however far down. */
export async function standingsOf(
  pool: Pool,
  { kind, key }: Scope,
  metric: Metric,
  from: Position | null,
  direction: 'worse' | 'better',
  limit: number,
): Promise<Standing[]> {
  const of = OF[kind];
  if (of === null || (from === null && direction === 'better')) return [];
  const isProgress = metric === 'progress';
  const [select, place, table] = isProgress
    ? ([BY_PROGRESS, PROGRESS, 'member'] as const)
    : ([BY_SCORE, SCORE, 'best'] as const);
  const values: (string | number)[] = [limit];
  const given = (value: string | number) => `$${values.push(value)}`;
  const conditions = [
    ...(of === '' ? [] : [isCalled(table, of, given(key))]),
    ...(isProgress ? [] : [`best.metric = ${given(metric)}`]),
    ...(from
      ? [
          `(${place}) ${direction === 'worse' ? '>' : '<'}
            (${given(-from.value)}::integer, ${given(from.at)}::bigint, ${given(from.member_id)})`,
        ]
      : []),
  ];
  const order = direction === 'worse' ? place : place.replaceAll(/,|$/g, ' DESC$&');
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const text = `${select} ${where} ORDER BY ${order} LIMIT $1::integer`;
  const standings = (await pool.rows<StandingRow>({ text, values })).map(standingFrom);
  return direction === 'worse' ? standings : standings.reverse();
}

/** The condition that a member belongs to a scope, with the key as a parameter of that number; null for no ranks. */
export function isOfScope(kind: GroupKind, parameter: number): string | null {
  const of = OF[kind];
  // The parameter has to be of some type also where nothing is compared with it.
  return of === '' ? `$${parameter}::text IS NOT NULL` : of && isCalled('member', of, `$${parameter}`);
}

/**
 * Places of members are found by a hash of the group's name, which is narrower than the name. That the name is the same
 * as well is written so that the database does not take it for a second condition that leaves few rows.
 */
const isCalled = (table: 'member' | 'best', of: string, key: string): string =>
  table === 'best'
    ? `best.${of} = ${key}`
    : `hashtext(member.${of}) = hashtext(${key}) AND coalesce(member.${of} = ${key}, false)`;

export const standingFrom = (row: StandingRow): Standing => ({
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

const submissionFrom = (row: Submission): Submission => ({
  id: row.id,
  member_id: row.member_id,
  kind: row.kind,
  status: row.status,
  reason: row.reason,
  received_at: row.received_at,
  measured_at: row.measured_at,
  score: row.score,
  score_low: row.score_low,
  score_high: row.score_high,
  speed: row.speed,
  compression: row.compression,
  accuracy: row.accuracy,
  efficiency: row.efficiency,
  bracket: row.bracket,
  subject: row.subject,
  subject_sha256: row.subject_sha256,
  samples_sha256: row.samples_sha256,
  seed: row.seed,
});
