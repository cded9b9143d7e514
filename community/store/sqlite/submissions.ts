import type { SubmissionKind } from '../../../src/schema/community/submission.ts';
import type { Submission } from '../../store.ts';
import { columns, SUBMISSION_COLUMNS } from '../columns.ts';
import type { StoredSubmission } from '../writes/rows.ts';
import { places, submissionFrom, submissionValues } from './rows.ts';
import type { Statements } from './statements.ts';

const SUBMISSION = columns(SUBMISSION_COLUMNS);
const DAY_MS = 86_400_000;

const found = (row: Submission | null): Submission | null => row && submissionFrom(row);

export const submissionOf = (db: Statements, id: string): Submission | null =>
  found(db.one<Submission>(`SELECT ${SUBMISSION} FROM submission WHERE id = ?`, id));

export const submissionBySamples = (db: Statements, samples_sha256: string): Submission | null =>
  found(db.one<Submission>(`SELECT ${SUBMISSION} FROM submission WHERE samples_sha256 = ?`, samples_sha256));

/** The latest first. */
export const submissionsOfMember = (db: Statements, member_id: string): Submission[] =>
  db
    .all<Submission>(
      `SELECT ${SUBMISSION} FROM submission WHERE member_id = ? ORDER BY received_at DESC, id DESC`,
      member_id,
    )
    .map(submissionFrom);

/** Those of the same code, flagged ones included. */
export const submissionsOfSubject = (
  db: Statements,
  { member_id, kind, subject_sha256 }: Submission,
): StoredSubmission[] =>
  db
    .all<Submission & { vouched: number }>(
      `SELECT ${SUBMISSION}, vouched FROM submission WHERE member_id = ? AND kind = ? AND subject_sha256 = ?`,
      ...[member_id, kind, subject_sha256],
    )
    .map((row) => ({ ...submissionFrom(row), vouched: row.vouched === 1 }));

/** How many of one kind a member made on a day (UTC). */
export const usedOn = (db: Statements, member_id: string, kind: SubmissionKind, day: number): number =>
  db.one<{ n: number }>(
    `SELECT count(*) AS n FROM submission
     WHERE member_id = ? AND kind = ? AND received_at >= ? AND received_at < ?`,
    ...[member_id, kind, day * DAY_MS, (day + 1) * DAY_MS],
  )?.n ?? 0;

export function insertSubmission(db: Statements, submission: Submission, document: Uint8Array): void {
  db.run(
    `INSERT INTO submission (${SUBMISSION}) VALUES (${places(SUBMISSION_COLUMNS)})`,
    ...submissionValues(submission),
  );
  db.run('INSERT INTO document (submission_id, bytes) VALUES (?, ?)', submission.id, document);
}

/** Takes the document and the idempotency keys with it. */
export function deleteSubmission(db: Statements, { id, member_id }: Submission): void {
  db.run('DELETE FROM idempotency WHERE member_id = ? AND submission_id = ?', member_id, id);
  db.run('DELETE FROM submission WHERE id = ?', id);
}

export const documentOf = (db: Statements, submission_id: string): Uint8Array | null =>
  db.one<{ bytes: Uint8Array }>('SELECT bytes FROM document WHERE submission_id = ?', submission_id)?.bytes ??
  null;
