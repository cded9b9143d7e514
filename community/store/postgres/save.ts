import { institutionKey } from '../../contributions.ts';
import type { Member } from '../../store.ts';
import { columns, MEMBER_COLUMNS } from '../columns.ts';
import { asJson, type Statement, sentRows, sentTexts } from './statement.ts';
import { MEMBER, MEMBER_TYPES, SUBMISSION, SUBMISSION_TYPES } from './tables.ts';
import type { Changes } from './working-set.ts';

/**
 * The row that all servers meet at: whoever changes what others see takes it first and keeps it until it is committed.
 * What comes after it is done by one server at a time, so that none waits for another that waits for it.
 */
export const RAISE_VERSION: Statement = {
  text: "UPDATE tito.meta SET value = value + 1 WHERE name = 'version'",
  values: [],
};

/** Gives the next numbers; how many had been given before is the answer. */
const ADD_MEMBERS = `
  WITH before AS (
    UPDATE tito.meta SET value = value + $2 WHERE name = 'last_number' RETURNING value - $2 AS number
  ), joined AS (
    INSERT INTO tito.member (${MEMBER}, institution_key)
    SELECT ${columns(MEMBER_COLUMNS, 'sent').replace('sent.number', 'before.number - sent.number')}, institution_key
    FROM before, ${sentRows({ ...MEMBER_TYPES, institution_key: 'text' })}
  )
  SELECT number FROM before`;

const OWN = columns(MEMBER_COLUMNS.filter((name) => name !== 'number'));
const CHANGE_MEMBERS = `
  UPDATE tito.member SET (${OWN}, institution_key) =
    (${columns(
      MEMBER_COLUMNS.filter((name) => name !== 'number'),
      'sent',
    )}, sent.institution_key)
  FROM ${sentRows({ ...MEMBER_TYPES, institution_key: 'text' })} WHERE member.id = sent.id`;
/** Groups of a member stand beside its bests as well. */
const MOVE_BESTS = `
  UPDATE tito.best SET (cohort, institution_key, course_type) =
    (sent.cohort, sent.institution_key, sent.course_type)
  FROM ${sentRows({ id: 'text', cohort: 'text', institution_key: 'text', course_type: 'text' })}
  WHERE best.member_id = sent.id AND (best.cohort, best.institution_key, best.course_type) IS DISTINCT FROM
    (sent.cohort, sent.institution_key, sent.course_type)`;
const HOLD_BESTS = `
  INSERT INTO tito.best (member_id, metric, minus_value, at, submission_id, cohort, institution_key, course_type)
  SELECT sent.member_id, metric, 0 - value, at, submission_id, cohort, institution_key, course_type
  FROM ${sentRows({ member_id: 'text', metric: 'text', value: 'integer', at: 'bigint', submission_id: 'text' })}
  JOIN tito.member ON member.id = sent.member_id
  ON CONFLICT (member_id, metric) DO UPDATE SET
    minus_value = excluded.minus_value, at = excluded.at, submission_id = excluded.submission_id`;
const RECEIVE_SUBMISSIONS = `
  INSERT INTO tito.submission (${SUBMISSION}, vouched) SELECT ${SUBMISSION}, vouched
  FROM ${sentRows({ ...SUBMISSION_TYPES, vouched: 'boolean' })} ORDER BY samples_sha256`;
const CHANGE_SUBMISSIONS = `
  UPDATE tito.submission SET status = sent.status, vouched = sent.vouched, reason = sent.reason
  FROM ${sentRows({ id: 'text', status: 'text', vouched: 'boolean', reason: 'text' })}
  WHERE submission.id = sent.id`;
const SAVE_BUCKETS = `
  INSERT INTO tito.bucket (key, level, at, full_at) SELECT key, level, at, full_at
  FROM ${sentRows({ key: 'text', level: 'double precision', at: 'bigint', full_at: 'bigint', is_new: 'boolean' })}
  WHERE is_new ORDER BY key`;
const CHANGE_BUCKETS = `
  UPDATE tito.bucket SET level = sent.level, at = sent.at, full_at = sent.full_at
  FROM ${sentRows({ key: 'text', level: 'double precision', at: 'bigint', full_at: 'bigint', is_new: 'boolean' })}
  WHERE NOT is_new AND bucket.key = sent.key`;

const keyed = (member: Member) => ({
  ...member,
  institution_key: member.institution === null ? null : institutionKey(member.institution),
});

/** @param isKnownBucket whether a bucket is in the database already, and locked */
export function saveRows(changes: Changes, isKnownBucket: (key: string) => boolean): SavedRows {
  const { members, formerTokens, submissions, sent, bests, buckets } = changes;
  const statements: Statement[] = [];
  const add = (list: readonly unknown[], text: string, ...more: Statement['values']) => {
    if (list.length > 0) statements.push({ text, values: [asJson(list), ...more] });
  };
  const withKeys = members.changed.map(keyed);
  add(members.gone, `DELETE FROM tito.member WHERE id = ANY (${sentTexts()})`);
  add(formerTokens.gone, `DELETE FROM tito.former_token WHERE token_sha256 = ANY (${sentTexts()})`);
  add(submissions.gone, DELETE_SUBMISSIONS);
  add(withKeys, CHANGE_MEMBERS);
  let numbers: number | null = null;
  if (changes.numbers > 0) {
    numbers = statements.length;
    // Those who joined and left at once have a number that nobody else gets.
    const joined = members.joined.map(keyed);
    statements.push({ text: ADD_MEMBERS, values: [asJson(joined), changes.numbers] });
  }
  add(
    formerTokens.given,
    `INSERT INTO tito.former_token (token_sha256, member_id, until) SELECT token_sha256, member_id, until
     FROM ${sentRows({ token_sha256: 'text', member_id: 'text', until: 'bigint' })}`,
  );
  add(
    submissions.received.map(({ submission }) => submission),
    RECEIVE_SUBMISSIONS,
  );
  for (const { submission, document } of submissions.received) {
    const text = 'INSERT INTO tito.document (submission_id, bytes) VALUES ($1, $2)';
    statements.push({ text, values: [submission.id, document] });
  }
  add(submissions.changed, CHANGE_SUBMISSIONS);
  add(
    sent,
    `INSERT INTO tito.idempotency (member_id, key, request_sha256, submission_id, at)
     SELECT member_id, key, request_sha256, submission_id, at FROM ${sentRows(SENT_TYPES)}`,
  );
  add(
    bests.gone,
    `DELETE FROM tito.best USING ${sentRows({ member_id: 'text', metric: 'text' })}
     WHERE best.member_id = sent.member_id AND best.metric = sent.metric`,
  );
  add(bests.held, HOLD_BESTS);
  add(withKeys, MOVE_BESTS);
  const stored = buckets
    .map((bucket) => ({ ...bucket, is_new: !isKnownBucket(bucket.key) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  if (stored.some(({ is_new }) => is_new)) add(stored, SAVE_BUCKETS);
  if (stored.some(({ is_new }) => !is_new)) add(stored, CHANGE_BUCKETS);
  return { statements, numbers };
}

const SENT_TYPES = {
  member_id: 'text',
  key: 'text',
  request_sha256: 'text',
  submission_id: 'text',
  at: 'bigint',
} as const;

/** Takes the documents and the idempotency keys with it. */
const DELETE_SUBMISSIONS = `
  WITH gone AS (DELETE FROM tito.submission WHERE id = ANY (${sentTexts()}) RETURNING id, member_id)
  DELETE FROM tito.idempotency AS stored USING gone
  WHERE stored.member_id = gone.member_id AND stored.submission_id = gone.id`;

export interface SavedRows {
  statements: Statement[];
  /** Which statement answers with the last number given before; null where none is given. */
  numbers: number | null;
}
