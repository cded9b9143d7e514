import { createHash } from 'node:crypto';
import type { Class } from '../class-writes.ts';
import type { Moderation } from '../moderation-writes.ts';
import { columns, MEMBER_COLUMNS, MODERATION_COLUMNS, SUBMISSION_COLUMNS } from '../store/columns.ts';
import { allClasses } from '../store/sqlite/classes.ts';
import { secretOf, versionOf } from '../store/sqlite/meta.ts';
import { adminTokenOf } from '../store/sqlite/moderation.ts';
import { openDatabase } from '../store/sqlite/open-database.ts';
import { type MemberRow, memberFrom, submissionFrom } from '../store/sqlite/rows.ts';
import { createStatements, type Statements } from '../store/sqlite/statements.ts';
import type { Best, Member, Submission } from '../store.ts';

/** A member with all that hangs on it, as it is moved. */
export interface Moved {
  member: Member;
  formerTokens: { token_sha256: string; member_id: string; until: number }[];
  submissions: { submission: Submission & { vouched: boolean }; document: Uint8Array }[];
  bests: (Best & { member_id: string })[];
  /** What moderators did to the member's runs, in this order. */
  moderations: Omit<Moderation, 'number'>[];
  sent: { member_id: string; key: string; request_sha256: string; submission_id: string; at: number }[];
}

/** A registry in a file, as it is when it is opened, whatever happens to it afterwards. */
export interface Source {
  secret: Uint8Array;
  /** Tells this registry from all others; nothing can be found out from it. */
  fingerprint: string;
  version: number;
  last_number: number;
  members: number;
  classes: readonly Class[];
  /** Hash of the moderators' token; null where none was made. */
  admin_sha256: string | null;
  /** The next members after a number, fewer where they have much with them. */
  next: (after: number) => Moved[];
  /** How many have at most this number. */
  countUpTo: (number: number) => number;
  /** All counts, in the order of their scopes: kind, key, tally, value, n. */
  tallies: () => Iterable<Tally>;
  close: () => void;
}
export interface Tally {
  kind: string;
  key: string;
  tally: string;
  value: number;
  n: number;
}

const BUSY_MS = 5000;
const MOST_MEMBERS = 250;
const MOST_BYTES = 8 * 2 ** 20;

/** @throws TitoError `registry_unusable`, `registry_newer` */
export function openSource(file: string): Source {
  const database = openDatabase(file, { readOnly: true, busy_ms: BUSY_MS });
  const db = createStatements(database);
  // What is read from here on is of one moment.
  database.exec('BEGIN');
  const secret = secretOf(db);
  const one = (sql: string) => db.one<{ n: number }>(sql)?.n ?? 0;
  return {
    secret,
    fingerprint: createHash('sha256').update('tito registry ').update(secret).digest('hex'),
    version: versionOf(db),
    last_number: one("SELECT value AS n FROM meta WHERE name = 'last_number'"),
    members: one('SELECT count(*) AS n FROM member'),
    classes: allClasses(db),
    admin_sha256: adminTokenOf(db),
    next: (after) => nextMembers(db, after),
    countUpTo: (number) =>
      db.one<{ n: number }>('SELECT count(*) AS n FROM member WHERE number <= ?', number)?.n ?? 0,
    tallies: () =>
      database
        .prepare(
          `SELECT kind, key, tally, value, n FROM scope JOIN tally ON scope_id = scope.id
           ORDER BY kind, key, tally, value`,
        )
        .iterate() as Iterable<unknown> as Iterable<Tally>,
    close: () => database.close(),
  };
}

function nextMembers(db: Statements, after: number): Moved[] {
  const rows = db.all<MemberRow>(
    `SELECT ${columns(MEMBER_COLUMNS)} FROM member WHERE number > ? ORDER BY number LIMIT ${MOST_MEMBERS}`,
    after,
  );
  const moved: Moved[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (bytes > MOST_BYTES) break;
    const each = withAll(db, memberFrom(row));
    bytes += each.submissions.reduce((sum, { document }) => sum + document.byteLength, 0);
    moved.push(each);
  }
  return moved;
}

function withAll(db: Statements, member: Member): Moved {
  const { id } = member;
  return {
    member,
    formerTokens: db.all(
      'SELECT token_sha256, member_id, until FROM former_token WHERE member_id = ? ORDER BY token_sha256',
      id,
    ),
    submissions: db
      .all<Submission & { vouched: number; bytes: Uint8Array | null }>(
        `SELECT ${columns(SUBMISSION_COLUMNS, 'submission')}, vouched, bytes FROM submission
         LEFT JOIN document ON submission_id = submission.id WHERE member_id = ? ORDER BY submission.id`,
        id,
      )
      .map((row) => ({
        submission: { ...submissionFrom(row), vouched: row.vouched === 1 },
        document: row.bytes ?? new Uint8Array(),
      })),
    bests: db.all(
      'SELECT member_id, metric, value, at, submission_id FROM best WHERE member_id = ? ORDER BY metric',
      id,
    ),
    moderations: db.all(
      `SELECT ${columns(MODERATION_COLUMNS)} FROM moderation WHERE member_id = ? ORDER BY number`,
      id,
    ),
    sent: db.all(
      `SELECT member_id, key, request_sha256, submission_id, at FROM idempotency WHERE member_id = ? ORDER BY key`,
      id,
    ),
  };
}
