import type { Differences } from '../differences.ts';
import { COUNTS_OF_DAY, countRows } from './count-rows.ts';
import { arrayOf, type Statement, sentRows } from './statement.ts';

/**
 * What brings the counts in line: the sum of what a transaction changed, each row once and in order.
 *
 * Scopes come with their first member and go with their last. Whoever changes counts of a scope holds its row, so that
 * tallies and spellings are changed by one server at a time.
 */
export function saveDifferences(differences: Differences): Statement[] {
  const { scopes, days, progress, progressOfDays, tallies, spellings } = countRows(differences);
  if (scopes.length === 0) return [];
  const statements: Statement[] = [
    { text: SETTLE_DAYS, values: [arrayOf(scopes.map(({ id }) => id))] },
    { text: SCOPES, values: SCOPE_ROWS.values(scopes) },
  ];
  const fewer = scopes.filter(({ n }) => n < 0);
  if (fewer.length > 0)
    statements.push({ text: FEWER_MEMBERS, values: [...SCOPE_ROWS.values(fewer), fewer.length] });
  const ofDays = DAYS(days);
  const ofTallies = TALLIES(tallies);
  statements.push(...ofDays.changing, ...ofTallies.changing, ...ofTallies.clearing);
  const lists = <Row extends { places: number[]; counts: number[] }>(rows: readonly Row[]) =>
    rows.map((row) => ({ ...row, places: arrayOf(row.places), counts: arrayOf(row.counts) }));
  if (progress.length > 0)
    statements.push({ text: PROGRESS, values: [...PROGRESS_ROWS.values(lists(progress)), progress.length] });
  if (progressOfDays.length > 0) {
    const values = [...PROGRESS_OF_DAY_ROWS.values(lists(progressOfDays)), progressOfDays.length];
    statements.push({ text: PROGRESS_OF_DAYS, values });
  }
  statements.push(...ofDays.clearing);
  if (spellings.length > 0) {
    const values = SPELLING_ROWS.values(spellings);
    statements.push(...[SPELLINGS, FEWER_SPELLINGS, CLEAR_SPELLINGS].map((text) => ({ text, values })));
    statements.push({ text: RELABEL, values: [arrayOf(spellings.map(({ scope_id }) => scope_id))] });
  }
  if (fewer.length > 0) statements.push({ text: CLEAR_SCOPES, values: [arrayOf(fewer.map(({ id }) => id))] });
  return statements;
}

/** Newcomers of the latest day are counted beside the members of their groups until then. */
const SETTLE_DAYS = 'SELECT tito.settle_days($1::uuid[])';
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
    DELETE FROM tito.scope WHERE id = ANY ($1::uuid[]) AND members = 0 RETURNING id, kind, progress
  ), fewer AS (SELECT kind, count(*) AS n FROM gone GROUP BY kind),
  counted AS (
    UPDATE tito.meta SET value = value - fewer.n FROM fewer WHERE name = 'scopes ' || fewer.kind
  )
  SELECT tito.expect(NOT EXISTS (
    SELECT FROM gone, tito.counts_in(progress)
    UNION ALL SELECT FROM tito.tally JOIN gone ON scope_id = gone.id
    UNION ALL SELECT FROM tito.day JOIN gone ON scope_id = gone.id
    UNION ALL SELECT FROM tito.spelling JOIN gone ON scope_id = gone.id), 'an empty group')`;

const PROGRESS_ROWS = sentRows({ scope_id: 'uuid', places: 'text', counts: 'text' });
const PROGRESS = `
  WITH changed AS (
    UPDATE tito.scope SET progress = tito.add_counts(progress, sent.places::integer[], sent.counts::integer[])
    FROM ${PROGRESS_ROWS.sql} WHERE scope.id = sent.scope_id RETURNING 1
  ) SELECT tito.expect((SELECT count(*) FROM changed) = ${PROGRESS_ROWS.next}, 'progress')`;
const PROGRESS_OF_DAY_ROWS = sentRows({ scope_id: 'uuid', day: 'integer', places: 'text', counts: 'text' });
const PROGRESS_OF_DAYS = `
  WITH changed AS (
    UPDATE tito.day SET progress = tito.add_counts(progress, sent.places::integer[], sent.counts::integer[])
    FROM ${PROGRESS_OF_DAY_ROWS.sql} WHERE day.scope_id = sent.scope_id AND day.day = sent.day RETURNING 1
  ) SELECT tito.expect((SELECT count(*) FROM changed) = ${PROGRESS_OF_DAY_ROWS.next}, 'progress of a day')`;

const SPELLING_ROWS = sentRows({ scope_id: 'uuid', spelling: 'text', n: 'bigint' });
/** Of the spellings of a name all are counted but the label, whose count is what is left of the members. */
const OTHERS = `${SPELLING_ROWS.sql} JOIN tito.scope ON scope.id = sent.scope_id AND sent.spelling <> label`;
const SPELLINGS = `
  INSERT INTO tito.spelling AS stored (scope_id, spelling, n)
  SELECT sent.scope_id, sent.spelling, sent.n FROM ${OTHERS} WHERE sent.n > 0
  ON CONFLICT (scope_id, spelling) DO UPDATE SET n = stored.n + excluded.n`;
const FEWER_SPELLINGS = `
  WITH fewer AS (SELECT sent.* FROM ${OTHERS} WHERE sent.n < 0), changed AS (
    UPDATE tito.spelling AS stored SET n = stored.n + fewer.n FROM fewer
    WHERE stored.scope_id = fewer.scope_id AND stored.spelling = fewer.spelling RETURNING 1
  ) SELECT tito.expect((SELECT count(*) FROM changed) = (SELECT count(*) FROM fewer), 'spelling')`;
const CLEAR_SPELLINGS = `
  DELETE FROM tito.spelling AS stored USING ${SPELLING_ROWS.sql}
  WHERE stored.scope_id = sent.scope_id AND stored.spelling = sent.spelling AND stored.n = 0`;
/** The most common spelling; of equally common ones the first in the order of code points. */
const RELABEL = 'SELECT tito.relabel($1::uuid[])';

const DAYS = changesOf('day', { scope_id: 'uuid', day: 'integer' }, COUNTS_OF_DAY);
const TALLIES = changesOf('tally', { scope_id: 'uuid', tally: 'text', value: 'integer' }, ['n']);

/**
 * A count that is taken away has to be there, and may not become less than nothing: the table checks it. Rows of which
 * nothing is left are cleared once everything is counted.
 */
function changesOf<Key extends string, Count extends string>(
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
  return (rows: readonly (Record<Key, string | number> & Record<Count, number>)[]) => {
    const isLess = (row: Record<Count, number>) => counts.some((count) => row[count] < 0);
    const down = rows.filter(isLess);
    const up = rows.filter((row) => !isLess(row));
    const changing: Statement[] = [];
    const clearing: Statement[] = [];
    if (down.length > 0) {
      const values = sent.values(down);
      changing.push({ text: less, values: [...values, down.length] });
      clearing.push({ text: clear, values });
    }
    if (up.length > 0) changing.push({ text: more, values: sent.values(up) });
    return { changing, clearing };
  };
}
