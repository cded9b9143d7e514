import { MILESTONES } from '../../../src/schema/community/member.ts';
import type { Differences, ScopeChange, TallyChange } from '../differences.ts';
import { scopeId } from './scope-id.ts';
import { arrayOf, type Statement, sentRows } from './statement.ts';

/**
 * What brings the counts in line: the sum of what a transaction changed, each row once and in order.
 *
 * Scopes come with their first member and go with their last. Whoever changes counts of a scope holds its row, so that
 * tallies and spellings are changed by one server at a time.
 */
export function saveDifferences(differences: Differences): Statement[] {
  const { scopes, days, tallies, spellings } = countRows(differences);
  if (scopes.length === 0) return [];
  const statements: Statement[] = [{ text: SCOPES, values: SCOPE_ROWS.values(scopes) }];
  const fewer = scopes.filter(({ n }) => n < 0);
  if (fewer.length > 0)
    statements.push({ text: FEWER_MEMBERS, values: [...SCOPE_ROWS.values(fewer), fewer.length] });
  statements.push(...DAYS(days), ...TALLIES(tallies), ...SPELLINGS(spellings));
  if (spellings.length > 0) statements.push({ text: RELABEL, values: SPELLING_ROWS.values(spellings) });
  if (fewer.length > 0) statements.push({ text: CLEAR_SCOPES, values: [arrayOf(fewer.map(({ id }) => id))] });
  return statements;
}

/** The rows of the tables of counts, with what is added to them; each list in the order of its key. */
export function countRows(differences: Differences) {
  const changes = differences.net().map((change) => ({ ...change, id: scopeId(change.scope) }));
  return {
    scopes: changes.map((change) => ({ id: change.id, ...change.scope, n: membersOf(change) })),
    days: changes.flatMap(({ id, tallies: all }) => daysOf(id, all)),
    tallies: changes.flatMap(({ id, tallies: all }) =>
      all.filter(isOfValue).map((each) => ({ scope_id: id, ...each })),
    ),
    spellings: changes.flatMap(({ id, spellings: all }) => all.map((each) => ({ scope_id: id, ...each }))),
  };
}

const membersOf = ({ tallies }: ScopeChange): number =>
  tallies.find(({ tally }) => tally === 'members')?.n ?? 0;

/** What is counted by day stands together: most writes change several of it. */
export const COUNTS_OF_DAY = [
  'joined',
  ...Array.from({ length: MILESTONES }, (_, i) => `milestone_${i + 1}` as const),
] as const;
type DayRow = Record<(typeof COUNTS_OF_DAY)[number], number> & { scope_id: string; day: number };

const OF_DAY: ReadonlySet<string> = new Set(COUNTS_OF_DAY);
const isOfDay = (tally: TallyChange['tally']): tally is (typeof COUNTS_OF_DAY)[number] => OF_DAY.has(tally);
const isOfValue = ({ tally }: TallyChange) => tally !== 'members' && !isOfDay(tally);

const NO_COUNTS = Object.fromEntries(COUNTS_OF_DAY.map((name) => [name, 0]));
const newDay = (scope_id: string, day: number) => ({ scope_id, day, ...NO_COUNTS }) as DayRow;

function daysOf(scope_id: string, tallies: readonly TallyChange[]): DayRow[] {
  const days = new Map<number, DayRow>();
  for (const { tally, value: day, n } of tallies) {
    if (!isOfDay(tally)) continue;
    const row = days.get(day) ?? newDay(scope_id, day);
    row[tally] += n;
    days.set(day, row);
  }
  return [...days.values()];
}

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
    UNION ALL SELECT FROM tito.day JOIN gone ON scope_id = gone.id
    UNION ALL SELECT FROM tito.spelling JOIN gone ON scope_id = gone.id), 'an empty group')`;
const SPELLING_ROWS = sentRows({ scope_id: 'uuid', spelling: 'text', n: 'bigint' });
/**
 * The most common spelling; of equally common ones the first in the order of code points. It is another one only where
 * the label has become less common, or something else more.
 */
const RELABEL = `
  UPDATE tito.scope SET label = most.spelling
  FROM (
    SELECT DISTINCT sent.scope_id FROM ${SPELLING_ROWS.sql} JOIN tito.scope ON scope.id = sent.scope_id
    WHERE sent.n < 0 OR sent.spelling <> label
  ) AS wanted, LATERAL (
    SELECT spelling FROM tito.spelling WHERE scope_id = wanted.scope_id ORDER BY n DESC, spelling LIMIT 1
  ) AS most
  WHERE scope.id = wanted.scope_id AND label <> most.spelling`;

const DAYS = changing('day', { scope_id: 'uuid', day: 'integer' }, COUNTS_OF_DAY);
const TALLIES = changing('tally', { scope_id: 'uuid', tally: 'text', value: 'integer' }, ['n']);
const SPELLINGS = changing('spelling', { scope_id: 'uuid', spelling: 'text' }, ['n']);

/** A count that is taken away has to be there, and may not become less than nothing: the table checks it. */
function changing<Key extends string, Count extends string>(
  table: string,
  key: Readonly<Record<Key, string>>,
  counts: readonly Count[],
) {
  const names = Object.keys(key);
  const types: Record<string, string> = { ...key };
  for (const count of counts) types[count] = 'bigint';
  const sent = sentRows(types);
  const all = Object.keys(types).join(', ');
  const isSame = names.map((name) => `stored.${name} = sent.${name}`).join(' AND ');
  const sum = (by: string) => counts.map((count) => `${count} = stored.${count} + ${by}.${count}`).join(', ');
  const more = `
    INSERT INTO tito.${table} AS stored (${all}) SELECT ${all} FROM ${sent.sql}
    ON CONFLICT (${names.join(', ')}) DO UPDATE SET ${sum('excluded')}`;
  const less = `
    WITH changed AS (
      UPDATE tito.${table} AS stored SET ${sum('sent')} FROM ${sent.sql} WHERE ${isSame} RETURNING 1
    ) SELECT tito.expect((SELECT count(*) FROM changed) = ${sent.next}, '${table}')`;
  const isNothing = counts.map((count) => `stored.${count} = 0`).join(' AND ');
  const clear = `DELETE FROM tito.${table} AS stored USING ${sent.sql} WHERE ${isSame} AND ${isNothing}`;
  return (rows: readonly (Record<Key, string | number> & Record<Count, number>)[]): Statement[] => {
    const isLess = (row: Record<Count, number>) => counts.some((count) => row[count] < 0);
    const down = rows.filter(isLess);
    const up = rows.filter((row) => !isLess(row));
    const statements: Statement[] = [];
    if (down.length > 0) {
      const values = sent.values(down);
      statements.push({ text: less, values: [...values, down.length] }, { text: clear, values });
    }
    if (up.length > 0) statements.push({ text: more, values: sent.values(up) });
    return statements;
  };
}
