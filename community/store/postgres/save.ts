import { institutionKey } from '../../contributions.ts';
import type { Member } from '../../store.ts';
import { columns, MEMBER_COLUMNS } from '../columns.ts';
import { MODERATION_ROWS, NOTE_MODERATIONS, SAVE_ADMIN_TOKEN } from './moderation.ts';
import { arrayOf, type SentRows, type Statement, sentRows } from './statement.ts';
import { CLASS, CLASS_TYPES, MEMBER, MEMBER_TYPES, SUBMISSION, SUBMISSION_TYPES } from './tables.ts';
import type { Changes } from './working-set.ts';

/**
 * The row that all servers meet at: whoever changes what others see takes it first and keeps it until it is committed.
 * What comes after it is done by one server at a time, so that none waits for another that waits for it.
 */
export const RAISE_VERSION: Statement = {
  text: 'UPDATE tito.meta SET value = value + 1 WHERE name = $1',
  values: ['version'],
};

export const MEMBER_ROWS = sentRows({ ...MEMBER_TYPES, institution_key: 'text' });
const GROUP_ROWS = sentRows({
  ...{ id: 'text', cohort: 'text', class_id: 'text', institution_key: 'text', course_type: 'text' },
});
const METRIC_ROWS = sentRows({ member_id: 'text', metric: 'text' });
const BEST_ROWS = sentRows({
  ...{ member_id: 'text', metric: 'text', value: 'integer', at: 'bigint', submission_id: 'text' },
});
const SUBMISSION_ROWS = sentRows({ ...SUBMISSION_TYPES, vouched: 'boolean' });
const FORMER_ROWS = sentRows({ token_sha256: 'text', member_id: 'text', until: 'bigint' });
export const CLASS_ROWS = sentRows(CLASS_TYPES);
const KEY_ROWS = sentRows({
  ...{ member_id: 'text', key: 'text', request_sha256: 'text', submission_id: 'text', at: 'bigint' },
});
const BUCKET_ROWS = sentRows({
  ...{ key: 'text', level: 'double precision', at: 'bigint', full_at: 'bigint' },
});

/** Gives the next numbers; how many had been given before is the answer. */
const ADD_MEMBERS = `
  WITH before AS (
    UPDATE tito.meta SET value = value + ${MEMBER_ROWS.next} WHERE name = 'last_number'
    RETURNING value - ${MEMBER_ROWS.next} AS number
  ), joined AS (
    INSERT INTO tito.member (${MEMBER}, institution_key)
    SELECT ${columns(MEMBER_COLUMNS, 'sent').replace('sent.number', 'before.number - sent.number')}, institution_key
    FROM before, ${MEMBER_ROWS.sql}
  )
  SELECT number FROM before`;

const OWN = columns(MEMBER_COLUMNS.filter((name) => name !== 'number'));
const CHANGE_MEMBERS = `
  UPDATE tito.member SET (${OWN}, institution_key) =
    (${columns(
      MEMBER_COLUMNS.filter((name) => name !== 'number'),
      'sent',
    )}, sent.institution_key)
  FROM ${MEMBER_ROWS.sql} WHERE member.id = sent.id`;
/** Groups of a member stand beside its bests as well. */
const MOVE_BESTS = `
  UPDATE tito.best SET (cohort, class_id, institution_key, course_type) =
    (sent.cohort, sent.class_id, sent.institution_key, sent.course_type)
  FROM ${GROUP_ROWS.sql}
  WHERE best.member_id = sent.id AND 
    (best.cohort, best.class_id, best.institution_key, best.course_type) IS DISTINCT FROM
    (sent.cohort, sent.class_id, sent.institution_key, sent.course_type)`;
const HOLD_BESTS = `
  INSERT INTO tito.best (member_id, metric, minus_value, at, submission_id, cohort, class_id, institution_key,
    course_type)
  SELECT sent.member_id, metric, 0 - value, at, submission_id, cohort, class_id, institution_key, course_type
  FROM ${BEST_ROWS.sql}
  JOIN tito.member ON member.id = sent.member_id
  ON CONFLICT (member_id, metric) DO UPDATE SET
    minus_value = excluded.minus_value, at = excluded.at, submission_id = excluded.submission_id`;
const RECEIVE_SUBMISSIONS = `
  INSERT INTO tito.submission (${SUBMISSION}, vouched) SELECT ${SUBMISSION}, vouched
  FROM ${SUBMISSION_ROWS.sql} ORDER BY samples_sha256`;
const CHANGE_SUBMISSIONS = `
  UPDATE tito.submission SET status = sent.status, vouched = sent.vouched, reason = sent.reason
  FROM ${SUBMISSION_ROWS.sql}
  WHERE submission.id = sent.id`;
const ADD_BUCKETS = `
  INSERT INTO tito.bucket (key, level, at, full_at) SELECT key, level, at, full_at
  FROM ${BUCKET_ROWS.sql}
  ORDER BY key`;
const GIVE_TOKENS = `
  INSERT INTO tito.former_token (token_sha256, member_id, until) SELECT token_sha256, member_id, until
  FROM ${FORMER_ROWS.sql}`;
const KEEP_KEYS = `
  INSERT INTO tito.idempotency (member_id, key, request_sha256, submission_id, at)
  SELECT member_id, key, request_sha256, submission_id, at FROM ${KEY_ROWS.sql}`;
const LOSE_BESTS = `
  DELETE FROM tito.best USING ${METRIC_ROWS.sql}
  WHERE best.member_id = sent.member_id AND best.metric = sent.metric`;
export const SAVE_CLASSES = `
  INSERT INTO tito.class (${CLASS}) SELECT ${CLASS} FROM ${CLASS_ROWS.sql} ORDER BY id
  ON CONFLICT (id) DO UPDATE SET (code_sha256, code_at, expires_at, frozen_until) =
    (excluded.code_sha256, excluded.code_at, excluded.expires_at, excluded.frozen_until)`;
const CHANGE_BUCKETS = `
  UPDATE tito.bucket SET level = sent.level, at = sent.at, full_at = sent.full_at
  FROM ${BUCKET_ROWS.sql}
  WHERE bucket.key = sent.key`;

export const keyed = (member: Member) => ({
  ...member,
  institution_key: member.institution === null ? null : institutionKey(member.institution),
});

/** @param isKnownBucket whether a bucket is in the database already, and locked */
export function saveRows(changes: Changes, isKnownBucket: (key: string) => boolean): SavedRows {
  const { members, formerTokens, submissions, sent, bests, buckets } = changes;
  const statements: Statement[] = [];
  const add = <T extends Readonly<Record<string, string>>>(
    { values }: SentRows<T>,
    rows: readonly Readonly<Record<keyof T, unknown>>[],
    text: string,
  ) => {
    if (rows.length > 0) statements.push({ text, values: values(rows) });
  };
  const addList = (list: readonly string[], text: string) => {
    if (list.length > 0) statements.push({ text, values: [arrayOf(list)] });
  };
  const changed = members.changed.map(keyed);
  // Members may be in a class that is new.
  add(CLASS_ROWS, changes.classes, SAVE_CLASSES);
  addList(members.gone, 'DELETE FROM tito.member WHERE id = ANY ($1::text[])');
  addList(formerTokens.gone, 'DELETE FROM tito.former_token WHERE token_sha256 = ANY ($1::text[])');
  addList(submissions.gone, DELETE_SUBMISSIONS);
  add(MEMBER_ROWS, changed, CHANGE_MEMBERS);
  let numbers: number | null = null;
  if (changes.numbers > 0) {
    numbers = statements.length;
    // Those who joined and left at once have a number that nobody else gets.
    const joined = MEMBER_ROWS.values(members.joined.map(keyed));
    statements.push({ text: ADD_MEMBERS, values: [...joined, changes.numbers] });
  }
  add(FORMER_ROWS, formerTokens.given, GIVE_TOKENS);
  const received = submissions.received.map(({ submission }) => submission);
  add(SUBMISSION_ROWS, received, RECEIVE_SUBMISSIONS);
  for (const { submission, document } of submissions.received) {
    const text = 'INSERT INTO tito.document (submission_id, bytes) VALUES ($1, $2)';
    statements.push({ text, values: [submission.id, document] });
  }
  add(SUBMISSION_ROWS, submissions.changed, CHANGE_SUBMISSIONS);
  add(MODERATION_ROWS, changes.moderations, NOTE_MODERATIONS);
  if (changes.admin_sha256 !== null)
    statements.push({ text: SAVE_ADMIN_TOKEN, values: [changes.admin_sha256] });
  add(KEY_ROWS, sent, KEEP_KEYS);
  add(METRIC_ROWS, bests.gone, LOSE_BESTS);
  add(BEST_ROWS, bests.held, HOLD_BESTS);
  add(GROUP_ROWS, changed, MOVE_BESTS);
  const stored = buckets.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const isKnown = ({ key }: { key: string }) => isKnownBucket(key);
  add(
    BUCKET_ROWS,
    stored.filter((bucket) => !isKnown(bucket)),
    ADD_BUCKETS,
  );
  add(BUCKET_ROWS, stored.filter(isKnown), CHANGE_BUCKETS);
  return { statements, numbers };
}

/** Takes the documents and the idempotency keys with it. */
const DELETE_SUBMISSIONS = `
  WITH gone AS (DELETE FROM tito.submission WHERE id = ANY ($1::text[]) RETURNING id, member_id)
  DELETE FROM tito.idempotency AS stored USING gone
  WHERE stored.member_id = gone.member_id AND stored.submission_id = gone.id`;

export interface SavedRows {
  statements: Statement[];
  /** Which statement answers with the last number given before; null where none is given. */
  numbers: number | null;
}
