import type { Member } from '../../store.ts';
import type { Pool } from './pool.ts';
import { MEMBER } from './tables.ts';

export async function memberOf(pool: Pool, id: string): Promise<Member | null> {
  const text = `SELECT ${MEMBER} FROM tito.member WHERE id = $1`;
  const [member = null] = await pool.rows<Member>({ text, values: [id] });
  return member;
}
