import type { Moderation, ModerationReads } from '../../moderation-writes.ts';
import type { Submission } from '../../store.ts';
import { columns, MODERATION_COLUMNS } from '../columns.ts';
import type { Pool } from './pool.ts';
import { sentRows } from './statement.ts';
import { MODERATION_TYPES, SUBMISSION } from './tables.ts';

type Query<K extends keyof ModerationReads> = Parameters<ModerationReads[K]>[0];

const MODERATION = columns(MODERATION_COLUMNS);
/** Above all numbers and times that there are. */
const END = Number.MAX_SAFE_INTEGER;

export const MODERATION_ROWS = sentRows(MODERATION_TYPES);
/** In the order in which it was done. */
export const NOTE_MODERATIONS = `
  INSERT INTO tito.moderation (${MODERATION}) SELECT ${MODERATION} FROM ${MODERATION_ROWS.sql}`;
/** Its hash stands beside the registry's secret. */
export const SAVE_ADMIN_TOKEN = `
  INSERT INTO tito.secret (name, bytes) VALUES ('admin', decode($1, 'hex'))
  ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes`;

export const latestSubmissions = (
  pool: Pool,
  { flagged, before, limit }: Query<'submissions'>,
): Promise<Submission[]> =>
  pool.rows({
    text: `
      SELECT ${SUBMISSION} FROM tito.submission
      WHERE (received_at, id) < ($1::bigint, $2) ${flagged ? "AND status = 'flagged'" : ''}
      ORDER BY received_at DESC, id DESC LIMIT $3::integer`,
    values: [before?.received_at ?? END, before?.id ?? '', limit],
  });

export const membersCalled = (pool: Pool, handle: string): Promise<{ id: string }[]> =>
  pool.rows({ text: 'SELECT id FROM tito.member WHERE handle = $1 ORDER BY number', values: [handle] });

export function moderationsOf(
  pool: Pool,
  { member_id, submission_id, before, limit }: Query<'moderations'>,
): Promise<Moderation[]> {
  const values: (string | number)[] = [before ?? END, limit];
  const one = submission_id === undefined ? 'member_id' : 'submission_id';
  const whose = submission_id ?? member_id;
  if (whose !== undefined) values.push(whose);
  return pool.rows({
    text: `
      SELECT number, ${MODERATION} FROM tito.moderation
      WHERE ${whose === undefined ? '' : `${one} = $3 AND`} number < $1::bigint
      ORDER BY number DESC LIMIT $2::integer`,
    values,
  });
}

export async function adminTokenOf(pool: Pool): Promise<string | null> {
  const text = "SELECT encode(bytes, 'hex') AS hash FROM tito.secret WHERE name = $1";
  const [row] = await pool.rows<{ hash: string }>({ text, values: ['admin'] });
  return row?.hash ?? null;
}
