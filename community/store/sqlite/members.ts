import type { Best, Member } from '../../store.ts';
import { inOrder } from '../bests.ts';
import { BEST_COLUMNS, columns, MEMBER_COLUMNS } from '../columns.ts';
import { type MemberRow, memberFrom, memberValues, places } from './rows.ts';
import type { Statements } from './statements.ts';

const MEMBER = columns(MEMBER_COLUMNS);
const BEST = columns(BEST_COLUMNS);

const found = (row: MemberRow | null): Member | null => row && memberFrom(row);

export const memberOf = (db: Statements, id: string): Member | null =>
  found(db.one<MemberRow>(`SELECT ${MEMBER} FROM member WHERE id = ?`, id));

/** By the token, or by a former one that still works at a time. */
export const memberByToken = (db: Statements, token_sha256: string, at: number): Member | null =>
  found(
    db.one<MemberRow>(`SELECT ${MEMBER} FROM member WHERE token_sha256 = ?`, token_sha256) ??
      db.one<MemberRow>(
        `SELECT ${MEMBER} FROM member
         WHERE id = (SELECT member_id FROM former_token WHERE token_sha256 = ? AND until > ?)`,
        token_sha256,
        at,
      ),
  );

/** Whose token it is or was; null where it is nobody's. */
export const ownerOfToken = (db: Statements, token_sha256: string): string | null =>
  db.one<{ id: string }>(
    `SELECT id FROM member WHERE token_sha256 = ?
     UNION ALL SELECT member_id FROM former_token WHERE token_sha256 = ?`,
    token_sha256,
    token_sha256,
  )?.id ?? null;

const INSERT = `INSERT INTO member (${MEMBER}) VALUES (${places(MEMBER_COLUMNS)})`;
const UPDATE = `UPDATE member SET (${MEMBER}) = (${places(MEMBER_COLUMNS)}) WHERE id = ?`;

export function insertMember(db: Statements, member: Member): void {
  db.run(INSERT, ...memberValues(member));
}

export function updateMember(db: Statements, member: Member): void {
  db.run(UPDATE, ...memberValues(member), member.id);
}

/** In the order of METRICS. */
export const bestsOfMember = (db: Statements, member_id: string): Best[] =>
  inOrder(db.all<Best>(`SELECT ${BEST} FROM best WHERE member_id = ?`, member_id));

/** Writes what differs. */
export function saveBests(
  db: Statements,
  member_id: string,
  before: readonly Best[],
  after: readonly Best[],
): void {
  for (const { metric } of before) {
    if (after.some((best) => best.metric === metric)) continue;
    db.run('DELETE FROM best WHERE member_id = ? AND metric = ?', member_id, metric);
  }
  for (const { metric, value, at, submission_id } of after) {
    const present = before.find((best) => best.metric === metric);
    if (present?.submission_id === submission_id) continue;
    db.run(
      `INSERT INTO best (member_id, ${BEST}) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at, submission_id = excluded.submission_id`,
      ...[member_id, metric, value, at, submission_id],
    );
  }
}
