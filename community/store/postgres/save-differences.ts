import type { Differences, ScopeChange } from '../differences.ts';
import { scopeId } from './scope-id.ts';
import { arrayOf, type Statement, sentRows } from './statement.ts';

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
  const statements: Statement[] = [{ text: SCOPES, values: SCOPE_ROWS.values(scopes) }];
  const fewer = scopes.filter(({ n }) => n < 0);
  if (fewer.length > 0)
    statements.push({ text: FEWER_MEMBERS, values: [...SCOPE_ROWS.values(fewer), fewer.length] });
  statements.push(...TALLIES(tallies), ...SPELLINGS(spellings));
  const relabelled = [...new Set(spellings.map(({ scope_id }) => scope_id))];
  if (relabelled.length > 0) statements.push({ text: RELABEL, values: [arrayOf(relabelled)] });
  if (fewer.length > 0) statements.push({ text: CLEAR_SCOPES, values: [arrayOf(fewer.map(({ id }) => id))] });
  return statements;
}

const membersOf = ({ tallies }: ScopeChange): number =>
  tallies.find(({ tally }) => tally === 'members')?.n ?? 0;

const SCOPE_ROWS = sentRows({ id: 'uuid', kind: 'text', key: 'text', n: 'bigint' });
/** A row is locked also where its number of members stays the same. */
const SCOPES = `
  WITH saved AS (
    INSERT INTO tito.scope AS stored (id, kind, key, label, members)
    SELECT id, kind, key, key, greatest(n, 0)
    FROM ${SCOPE_ROWS.sql}
    ORDER BY kind COLLATE "C", key COLLATE "C"
    ON CONFLICT (id) DO UPDATE SET members = stored.members + excluded.members
    RETURNING stored.kind, stored.xmax = 0 AS is_new
  ), added AS (SELECT kind, count(*) AS n FROM saved WHERE is_new GROUP BY kind)
  UPDATE tito.meta SET value = value + added.n FROM added WHERE name = 'scopes ' || added.kind`;
const FEWER_MEMBERS = `
  WITH changed AS (
    UPDATE tito.scope SET members = members + sent.n FROM ${SCOPE_ROWS.sql}
    WHERE scope.id = sent.id RETURNING 1
  ) SELECT tito.expect((SELECT count(*) FROM changed) = ${SCOPE_ROWS.next}, 'members')`;
const CLEAR_SCOPES = `
  WITH gone AS (
    DELETE FROM tito.scope WHERE id = ANY ($1::uuid[]) AND members = 0 RETURNING id, kind
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
  FROM unnest($1::uuid[]) AS wanted, LATERAL (
    SELECT spelling FROM tito.spelling WHERE scope_id = wanted ORDER BY n DESC, spelling LIMIT 1
  ) AS most
  WHERE scope.id = wanted AND label <> most.spelling`;

const TALLIES = changing('tally', { scope_id: 'uuid', tally: 'text', value: 'integer' });
const SPELLINGS = changing('spelling', { scope_id: 'uuid', spelling: 'text' });

/** A count that is taken away has to be there, and may not become less than nothing: the table checks it. */
function changing<Key extends Readonly<Record<string, string>>>(table: 'tally' | 'spelling', key: Key) {
  const names = Object.keys(key);
  const sent = sentRows({ ...key, n: 'bigint' });
  const isSame = names.map((name) => `stored.${name} = sent.${name}`).join(' AND ');
  const more = `
    INSERT INTO tito.${table} AS stored (${names.join(', ')}, n) SELECT ${names.join(', ')}, n FROM ${sent.sql}
    ON CONFLICT (${names.join(', ')}) DO UPDATE SET n = stored.n + excluded.n`;
  const less = `
    WITH changed AS (
      UPDATE tito.${table} AS stored SET n = stored.n + sent.n FROM ${sent.sql} WHERE ${isSame} RETURNING 1
    ) SELECT tito.expect((SELECT count(*) FROM changed) = ${sent.next}, '${table}')`;
  const clear = `DELETE FROM tito.${table} AS stored USING ${sent.sql} WHERE ${isSame} AND stored.n = 0`;
  return (rows: readonly (Readonly<Record<keyof Key, unknown>> & { n: number })[]): Statement[] => {
    const down = rows.filter(({ n }) => n < 0);
    const up = rows.filter(({ n }) => n > 0);
    const statements: Statement[] = [];
    if (down.length > 0) {
      const values = sent.values(down);
      statements.push({ text: less, values: [...values, down.length] }, { text: clear, values });
    }
    if (up.length > 0) statements.push({ text: more, values: sent.values(up) });
    return statements;
  };
}
