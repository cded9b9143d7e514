import { columns, MEMBER_COLUMNS } from '../store/columns.ts';
import { Differences } from '../store/differences.ts';
import { SAVE_ADMIN_TOKEN } from '../store/postgres/moderation.ts';
import { CLASS_ROWS, keyed, MEMBER_ROWS, SAVE_CLASSES, saveRows } from '../store/postgres/save.ts';
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
  { text: 'SELECT count(*) AS n FROM tito.class', values: [] },
];

/** Nothing of it is there yet, or what is there is of an earlier state of the file: it begins anew. */
export const beginStatements = ({
  fingerprint,
  version,
  secret,
  classes,
  admin_sha256,
}: Source): Statement[] => [
  { text: `TRUNCATE ${TABLES.map((name) => `tito.${name}`).join(', ')}`, values: [] },
  { text: "UPDATE tito.meta SET value = 0 WHERE name LIKE 'scopes %'", values: [] },
  { text: "UPDATE tito.secret SET bytes = $1 WHERE name = 'registry'", values: [secret] },
  {
    text: `INSERT INTO tito.transfer (source_sha256, source_version, last_number, is_done)
           VALUES ($1, $2::bigint, 0, false)`,
    values: [fingerprint, version],
  },
  { text: SAVE_CLASSES, values: CLASS_ROWS.values(classes) },
  ...(admin_sha256 === null ? [] : [{ text: SAVE_ADMIN_TOKEN, values: [admin_sha256] }]),
];
const TABLES = [
  ...[
    'transfer',
    'class',
    'member',
    'former_token',
    'submission',
    'document',
    'moderation',
    'best',
    'idempotency',
  ],
  ...['bucket', 'scope', 'day', 'tally', 'spelling'],
];

/** Members with all that is theirs, their counts, and how far it has come: all of it or nothing. */
export function moveStatements(moved: readonly Moved[], { fingerprint }: Source, after: number): Statement[] {
  const differences = new Differences({ standings: false });
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
      classes: [],
      moderations: moved.flatMap(({ moderations }) => moderations),
      admin_sha256: null,
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
