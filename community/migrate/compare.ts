import { createHash } from 'node:crypto';
import { columns, MODERATION_COLUMNS } from '../store/columns.ts';
import type { Pool } from '../store/postgres/pool.ts';
import { arrayOf } from '../store/postgres/statement.ts';
import { BEST, CLASS, MEMBER, SUBMISSION } from '../store/postgres/tables.ts';
import type { Moved, Source } from './source.ts';

const IDS = '$1::text[]';
const FORMER = `SELECT token_sha256, member_id, until FROM tito.former_token WHERE member_id = ANY (${IDS}) ORDER BY token_sha256`;
const RUNS = `
  SELECT ${SUBMISSION}, vouched, encode(sha256(bytes), 'hex') AS document_sha256 FROM tito.submission
  JOIN tito.document ON submission_id = submission.id WHERE member_id = ANY (${IDS}) ORDER BY submission.id`;
const MODERATIONS = `
  SELECT ${columns(MODERATION_COLUMNS)} FROM tito.moderation WHERE member_id = ANY (${IDS}) ORDER BY number`;
const BESTS = `SELECT ${BEST} FROM tito.best WHERE member_id = ANY (${IDS}) ORDER BY metric`;
const SENT = `
  SELECT member_id, key, request_sha256, submission_id, at FROM tito.idempotency
  WHERE member_id = ANY (${IDS}) ORDER BY key`;

/** Whether the members that were moved are in the database as they were in the file, with all that is theirs. */
export async function isSame(pool: Pool, moved: readonly Moved[]): Promise<boolean> {
  const ids = [arrayOf(moved.map(({ member }) => member.id))];
  const rows = <Row extends object>(text: string) => pool.rows<Row>({ text, values: ids });
  const [members, former, runs, moderations, bests, sent] = await Promise.all([
    rows(`SELECT ${MEMBER} FROM tito.member WHERE id = ANY (${IDS}) ORDER BY number`),
    rows<{ member_id: string }>(FORMER),
    rows<{ member_id: string }>(RUNS),
    rows<{ member_id: string }>(MODERATIONS),
    rows<{ member_id: string }>(BESTS),
    rows<{ member_id: string }>(SENT),
  ]);
  const of = (list: readonly { member_id: string }[]) => {
    const byMember = Map.groupBy(list, ({ member_id }) => member_id);
    return moved.flatMap(({ member }) => byMember.get(member.id) ?? []);
  };
  const wanted = [
    moved.map(({ member }) => member),
    moved.flatMap(({ formerTokens }) => formerTokens),
    moved.flatMap(({ submissions }) =>
      submissions.map(({ submission, document }) => ({
        ...submission,
        document_sha256: createHash('sha256').update(document).digest('hex'),
      })),
    ),
    moved.flatMap((each) => each.moderations),
    moved.flatMap((each) => each.bests),
    moved.flatMap((each) => each.sent),
  ];
  return text(wanted) === text([members, of(former), of(runs), of(moderations), of(bests), of(sent)]);
}

/** Whether the classes are those of the file. */
export async function hasSameClasses(pool: Pool, { classes }: Source): Promise<boolean> {
  const found = await pool.rows<object>({ text: `SELECT ${CLASS} FROM tito.class ORDER BY id`, values: [] });
  return text([classes]) === text([found]);
}

/** Lists of rows as text, whatever the order of their fields. */
const text = (lists: readonly (readonly object[])[]): string =>
  JSON.stringify(
    lists.map((rows) => rows.map((row) => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))),
  );
