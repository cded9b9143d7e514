import type { SubmissionKind } from '../../../src/schema/community/submission.ts';
import type { Submission } from '../../store.ts';
import type { Pool } from './pool.ts';
import { SUBMISSION } from './tables.ts';

const DAY_MS = 86_400_000;

export async function submissionOf(pool: Pool, id: string): Promise<Submission | null> {
  const text = `SELECT ${SUBMISSION} FROM tito.submission WHERE id = $1`;
  const [submission = null] = await pool.rows<Submission>({ text, values: [id] });
  return submission;
}

/** The latest first. */
export const submissionsOfMember = (pool: Pool, member_id: string): Promise<Submission[]> =>
  pool.rows({
    text: `SELECT ${SUBMISSION} FROM tito.submission WHERE member_id = $1 ORDER BY received_at DESC, id DESC`,
    values: [member_id],
  });

/** How many of one kind a member made on a day (UTC). */
export async function usedOn(
  pool: Pool,
  member_id: string,
  kind: SubmissionKind,
  day: number,
): Promise<number> {
  const text = `
    SELECT count(*) AS n FROM tito.submission
    WHERE member_id = $1 AND kind = $2 AND received_at >= $3::bigint AND received_at < $4::bigint`;
  const values = [member_id, kind, day * DAY_MS, (day + 1) * DAY_MS];
  const [row] = await pool.rows<{ n: number }>({ text, values });
  return row?.n ?? 0;
}

export async function documentOf(pool: Pool, submission_id: string): Promise<Uint8Array | null> {
  const text = 'SELECT bytes FROM tito.document WHERE submission_id = $1';
  const [row] = await pool.rows<{ bytes: Uint8Array }>({ text, values: [submission_id] });
  return row?.bytes ?? null;
}
