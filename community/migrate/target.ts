import { columns, MEMBER_COLUMNS } from '../store/columns.ts';
import { Differences } from '../store/differences.ts';
import { keyed, MEMBER_ROWS, saveRows } from '../store/postgres/save.ts';
import { saveDifferences } from '../store/postgres/save-differences.ts';
import type { Statement } from '../store/postgres/statement.ts';
import { MEMBER } from '../store/postgres/tables.ts';
import type { Moved, Source } from './source.ts';

/** What a database says of a registry that is moved into it. */
export interface Transfer {
  source_sha256: string;
  source_version: number;
  last_number: number;
  is_done: boolean;
}

export const LOOK: readonly Statement[] = [
  {
    text: 'SELECT source_sha256, source_version, last_number, is_done FROM tito.transfer FOR UPDATE',
    values: [],
  },
  { text: 'SELECT count(*) AS n FROM tito.member', values: [] },
];

/** Nothing of it is there yet, or what is there is of an earlier state of the file: it begins anew. */
export const beginStatements = ({ fingerprint, version, secret }: Source): Statement[] => [
  { text: `TRUNCATE ${TABLES.map((name) => `tito.${name}`).join(', ')}`, values: [] },
  { text: "UPDATE tito.meta SET value = 0 WHERE name LIKE 'scopes %'", values: [] },
  { text: "UPDATE tito.secret SET bytes = $1 WHERE name = 'registry'", values: [secret] },
  {
    text: `INSERT INTO tito.transfer (source_sha256, source_version, last_number, is_done)
           VALUES ($1, $2::bigint, 0, false)`,
    values: [fingerprint, version],
  },
];
const TABLES = [
  ...['transfer', 'member', 'former_token', 'submission', 'document', 'best', 'idempotency'],
  ...['bucket', 'scope', 'tally', 'spelling'],
];

/** Members with all that is theirs, their counts, and how far it has come: all of it or nothing. */
export function moveStatements(moved: readonly Moved[], { fingerprint }: Source, after: number): Statement[] {
  const differences = new Differences();
  for (const { member, bests } of moved) differences.add(null, { member, bests });
  const rows = saveRows(
    {
      members: { gone: [], changed: [], joined: [] },
      numbers: 0,
      formerTokens: { gone: [], given: moved.flatMap(({ formerTokens }) => formerTokens) },
      submissions: { gone: [], changed: [], received: moved.flatMap(({ submissions }) => submissions) },
      sent: moved.flatMap(({ sent }) => sent),
      bests: { gone: [], held: moved.flatMap(({ bests }) => bests) },
      buckets: [],
    },
    () => false,
  );
  return [
    {
      // Another process that moves the same has been here where this finds nothing.
      text: `WITH moved AS (
               UPDATE tito.transfer SET last_number = $2::bigint
               WHERE source_sha256 = $1 AND last_number = $3::bigint AND NOT is_done RETURNING 1
             ) SELECT tito.expect((SELECT count(*) FROM moved) = 1, 'another process moves the same')`,
      values: [fingerprint, moved.at(-1)?.member.number ?? after, after],
    },
    {
      text: `INSERT INTO tito.member (${MEMBER}, institution_key)
             SELECT ${columns(MEMBER_COLUMNS, 'sent')}, institution_key
             FROM ${MEMBER_ROWS.sql}`,
      values: MEMBER_ROWS.values(moved.map(({ member }) => keyed(member))),
    },
    ...rows.statements,
    ...saveDifferences(differences),
  ];
}

/** From now on it is a registry like any other. */
export const finishStatements = ({ fingerprint, version, last_number }: Source): Statement[] => [
  { text: "UPDATE tito.meta SET value = $1::bigint WHERE name = 'last_number'", values: [last_number] },
  { text: "UPDATE tito.meta SET value = $1::bigint WHERE name = 'version'", values: [version + 1] },
  { text: 'UPDATE tito.transfer SET is_done = true WHERE source_sha256 = $1', values: [fingerprint] },
];
