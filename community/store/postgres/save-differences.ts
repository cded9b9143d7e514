import type { Differences, ScopeChange } from '../differences.ts';
import { scopeId } from './scope-id.ts';
import { asJson, type Statement, sentRows, sentTexts } from './statement.ts';

/**
 * What brings the counts in line: the sum of what a transaction changed, each row once and in order.
 *
 * Scopes come with their first member and go with their last. Whoever changes counts of a scope holds its row, so that
 * tallies and spellings are changed by one server at a time.
 */
export function saveDifferences(differences: Differences): Statement[] {
  const changes = differences.net().map((change) => ({ ...change, id: scopeId(change.scope) }));
  if (changes.length === 0) return [];
  const scopes = changes.map((change) => ({ id: change.id, ...change.scope, n: membersOf(change) }));
  const tallies = changes.flatMap(({ id, tallies: all }) =>
    all.filter(({ tally }) => tally !== 'members').map((each) => ({ scope_id: id, ...each })),
  );
  const spellings = changes.flatMap(({ id, spellings: all }) =>
    all.map((each) => ({ scope_id: id, ...each })),
  );
  const statements: Statement[] = [{ text: SCOPES, values: [asJson(scopes)] }];
  const add = (rows: readonly unknown[], text: string, ...more: number[]) => {
    if (rows.length > 0) statements.push({ text, values: [asJson(rows), ...more] });
  };
  const fewer = scopes.filter(({ n }) => n < 0);
  add(fewer, FEWER_MEMBERS, fewer.length);
  for (const [table, key, rows] of [
    ['tally', TALLY_KEY, tallies],
    ['spelling', SPELLING_KEY, spellings],
  ] as const) {
    const sql = statementsFor(table, key);
    const less = rows.filter(({ n }) => n < 0);
    const more = rows.filter(({ n }) => n > 0);
    add(less, sql.less, less.length);
    add(less, sql.clear);
    add(more, sql.more);
  }
  add([...new Set(spellings.map(({ scope_id }) => scope_id))], RELABEL);
  add(
    fewer.map(({ id }) => id),
    CLEAR_SCOPES,
  );
  return statements;
}

const membersOf = ({ tallies }: ScopeChange): number =>
  tallies.find(({ tally }) => tally === 'members')?.n ?? 0;

/** A row is locked also where its number of members stays the same. */
const SCOPES = `
  WITH saved AS (
    INSERT INTO tito.scope AS stored (id, kind, key, label, members)
    SELECT id, kind, key, key, greatest(n, 0)
    FROM ${sentRows({ id: 'uuid', kind: 'text', key: 'text', n: 'bigint' })}
    ORDER BY kind COLLATE "C", key COLLATE "C"
    ON CONFLICT (id) DO UPDATE SET members = stored.members + excluded.members
    RETURNING stored.kind, stored.xmax = 0 AS is_new
  ), added AS (SELECT kind, count(*) AS n FROM saved WHERE is_new GROUP BY kind)
  UPDATE tito.meta SET value = value + added.n FROM added WHERE name = 'scopes ' || added.kind`;
const FEWER_MEMBERS = `
  WITH changed AS (
    UPDATE tito.scope SET members = members + sent.n FROM ${sentRows({ id: 'uuid', n: 'bigint' })}
    WHERE scope.id = sent.id RETURNING 1
  ) SELECT tito.expect((SELECT count(*) FROM changed) = $2, 'members')`;
const CLEAR_SCOPES = `
  WITH gone AS (
    DELETE FROM tito.scope WHERE id = ANY (${sentTexts()}::uuid[]) AND members = 0 RETURNING id, kind
  ), fewer AS (SELECT kind, count(*) AS n FROM gone GROUP BY kind),
  counted AS (
    UPDATE tito.meta SET value = value - fewer.n FROM fewer WHERE name = 'scopes ' || fewer.kind
  )
  SELECT tito.expect(NOT EXISTS (
    SELECT FROM tito.tally JOIN gone ON scope_id = gone.id
    UNION ALL SELECT FROM tito.spelling JOIN gone ON scope_id = gone.id), 'an empty group')`;
/** The most common spelling; of equally common ones the first in the order of code points. */
const RELABEL = `
  UPDATE tito.scope SET label = most.spelling
  FROM unnest(${sentTexts()}::uuid[]) AS wanted, LATERAL (
    SELECT spelling FROM tito.spelling WHERE scope_id = wanted ORDER BY n DESC, spelling LIMIT 1
  ) AS most
  WHERE scope.id = wanted AND label <> most.spelling`;

const TALLY_KEY = { scope_id: 'uuid', tally: 'text', value: 'integer' };
const SPELLING_KEY = { scope_id: 'uuid', spelling: 'text' };

/** A count that is taken away has to be there, and may not become less than nothing: the table checks it. */
function statementsFor(table: 'tally' | 'spelling', key: Readonly<Record<string, string>>) {
  const names = Object.keys(key);
  const rows = sentRows({ ...key, n: 'bigint' });
  const isSame = names.map((name) => `stored.${name} = sent.${name}`).join(' AND ');
  return {
    more: `
      INSERT INTO tito.${table} AS stored (${names.join(', ')}, n) SELECT ${names.join(', ')}, n FROM ${rows}
      ON CONFLICT (${names.join(', ')}) DO UPDATE SET n = stored.n + excluded.n`,
    less: `
      WITH changed AS (
        UPDATE tito.${table} AS stored SET n = stored.n + sent.n FROM ${rows} WHERE ${isSame} RETURNING 1
      ) SELECT tito.expect((SELECT count(*) FROM changed) = $2, '${table}')`,
    clear: `DELETE FROM tito.${table} AS stored USING ${rows} WHERE ${isSame} AND stored.n = 0`,
  };
}
