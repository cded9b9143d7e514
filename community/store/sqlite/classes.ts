import type { Class } from '../../class-writes.ts';
import type { Member } from '../../store.ts';
import { CLASS_COLUMNS, columns, MEMBER_COLUMNS } from '../columns.ts';
import { type MemberRow, memberFrom, places } from './rows.ts';
import type { Statements } from './statements.ts';

const CLASS = columns(CLASS_COLUMNS);
const MEMBER = columns(MEMBER_COLUMNS);

/** A row has no prototype, and is compared with what was given. */
const found = (row: Class | null): Class | null => row && { ...row };

export const classOf = (db: Statements, id: string): Class | null =>
  found(db.one<Class>(`SELECT ${CLASS} FROM class WHERE id = ?`, id));

export const classByCode = (db: Statements, code_sha256: string): Class | null =>
  found(db.one<Class>(`SELECT ${CLASS} FROM class WHERE code_sha256 = ?`, code_sha256));

export const classByToken = (db: Statements, admin_sha256: string): Class | null =>
  found(db.one<Class>(`SELECT ${CLASS} FROM class WHERE admin_sha256 = ?`, admin_sha256));

/** All there are, in the order of their ids. */
export const allClasses = (db: Statements): Class[] =>
  db.all<Class>(`SELECT ${CLASS} FROM class ORDER BY id`).map((row) => ({ ...row }));

/** Adds it, or takes the place of the one with this id. */
export function saveClass(db: Statements, made: Class): void {
  db.run(
    `INSERT INTO class (${CLASS}) VALUES (${places(CLASS_COLUMNS)})
     ON CONFLICT (id) DO UPDATE SET (code_sha256, code_at, expires_at, frozen_until) =
       (excluded.code_sha256, excluded.code_at, excluded.expires_at, excluded.frozen_until)`,
    ...CLASS_COLUMNS.map((name) => made[name]),
  );
}

/** Members of a class by handle, beginning with that one or the next after it. */
export const rosterOf = (db: Statements, class_id: string, from: string, limit: number): Member[] =>
  db
    .all<MemberRow>(
      `SELECT ${MEMBER} FROM member WHERE class_id = ? AND handle >= ?
       ORDER BY handle, number LIMIT CAST(? AS INTEGER)`,
      ...[class_id, from, limit],
    )
    .map(memberFrom);
