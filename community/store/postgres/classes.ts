import type { Class } from '../../class-writes.ts';
import type { Member } from '../../store.ts';
import type { Pool } from './pool.ts';
import { CLASS, MEMBER } from './tables.ts';

export async function classOf(pool: Pool, id: string): Promise<Class | null> {
  const text = `SELECT ${CLASS} FROM tito.class WHERE id = $1`;
  const [found = null] = await pool.rows<Class>({ text, values: [id] });
  return found;
}

export async function classByToken(pool: Pool, admin_sha256: string): Promise<Class | null> {
  const text = `SELECT ${CLASS} FROM tito.class WHERE admin_sha256 = $1`;
  const [found = null] = await pool.rows<Class>({ text, values: [admin_sha256] });
  return found;
}

/** Members of a class by handle, beginning with that one or the next after it. */
export const rosterOf = (pool: Pool, class_id: string, from: string, limit: number): Promise<Member[]> =>
  pool.rows<Member>({
    text: `
      SELECT ${MEMBER} FROM tito.member WHERE class_id = $1 AND handle >= $2
      ORDER BY handle, number LIMIT $3::integer`,
    values: [class_id, from, limit],
  });
