import type { Moderation, ModerationReads } from '../../moderation-writes.ts';
import type { Submission } from '../../store.ts';
import { columns, MODERATION_COLUMNS, SUBMISSION_COLUMNS } from '../columns.ts';
import { places, submissionFrom } from './rows.ts';
import type { Statements } from './statements.ts';

type Query<K extends keyof ModerationReads> = Parameters<ModerationReads[K]>[0];

const SUBMISSION = columns(SUBMISSION_COLUMNS);
const MODERATION = columns(MODERATION_COLUMNS);
/** Above all numbers and times that there are. */
const END = Number.MAX_SAFE_INTEGER;

export function latestSubmissions(
  db: Statements,
  { flagged, before, limit }: Query<'submissions'>,
): Submission[] {
  return db
    .all<Submission>(
      `SELECT ${SUBMISSION} FROM submission
       WHERE (received_at, id) < (?, ?) ${flagged ? "AND status = 'flagged'" : ''}
       ORDER BY received_at DESC, id DESC LIMIT CAST(? AS INTEGER)`,
      ...[before?.received_at ?? END, before?.id ?? '', limit],
    )
    .map(submissionFrom);
}

export const membersCalled = (db: Statements, handle: string): { id: string }[] =>
  db.all<{ id: string }>('SELECT id FROM member WHERE handle = ? ORDER BY number', handle);

export function moderationsOf(
  db: Statements,
  { member_id, submission_id, before, limit }: Query<'moderations'>,
): Moderation[] {
  const [one, whose] = whoseOf(member_id, submission_id);
  return db
    .all<Moderation>(
      `SELECT number, ${MODERATION} FROM moderation WHERE ${one} number < ?
       ORDER BY number DESC LIMIT CAST(? AS INTEGER)`,
      ...[...whose, before ?? END, limit],
    )
    .map((row) => ({ ...row }));
}

function whoseOf(member_id?: string, submission_id?: string): [sql: string, values: string[]] {
  if (submission_id !== undefined) return ['submission_id = ? AND', [submission_id]];
  return member_id === undefined ? ['', []] : ['member_id = ? AND', [member_id]];
}

export function noteModeration(db: Statements, done: Omit<Moderation, 'number'>): void {
  db.run(
    `INSERT INTO moderation (${MODERATION}) VALUES (${places(MODERATION_COLUMNS)})`,
    ...MODERATION_COLUMNS.map((name) => done[name]),
  );
}

/** Its hash stands beside the registry's secret. */
export const adminTokenOf = (db: Statements): string | null => {
  const row = db.one<{ bytes: Uint8Array }>("SELECT bytes FROM secret WHERE name = 'admin'");
  return row === null ? null : Buffer.from(row.bytes).toString('hex');
};

export function saveAdminToken(db: Statements, admin_sha256: string): void {
  db.run(
    `INSERT INTO secret (name, bytes) VALUES ('admin', ?) ON CONFLICT DO UPDATE SET bytes = excluded.bytes`,
    Buffer.from(admin_sha256, 'hex'),
  );
}
