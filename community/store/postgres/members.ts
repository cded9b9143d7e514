import type { Best, Member } from '../../store.ts';
import { inOrder } from '../bests.ts';
import type { Pool } from './pool.ts';
import { BEST, MEMBER } from './tables.ts';

export async function memberOf(pool: Pool, id: string): Promise<Member | null> {
  const text = `SELECT ${MEMBER} FROM tito.member WHERE id = $1`;
  const [member = null] = await pool.rows<Member>({ text, values: [id] });
  return member;
}

/** By the token, or by a former one that still works at a time. */
export async function memberByToken(pool: Pool, token_sha256: string, at: number): Promise<Member | null> {
  const text = `
    SELECT ${MEMBER} FROM tito.member WHERE token_sha256 = $1
    UNION ALL SELECT ${MEMBER} FROM tito.member
      WHERE id = (SELECT member_id FROM tito.former_token WHERE token_sha256 = $1 AND until > $2::bigint)
    LIMIT 1`;
  const [member = null] = await pool.rows<Member>({ text, values: [token_sha256, at] });
  return member;
}

/** In the order of METRICS. */
export async function bestsOfMember(pool: Pool, member_id: string): Promise<Best[]> {
  const text = `SELECT ${BEST} FROM tito.best WHERE member_id = $1`;
  const rows = await pool.rows<Best>({ text, values: [member_id] });
  return inOrder(rows.map(({ metric, value, at, submission_id }) => ({ metric, value, at, submission_id })));
}
