import type {
  Differences,
  ScopeChange,
  SpellingChange,
  StandingChange,
  TallyChange,
} from '../differences.ts';
import { type Insertion, insertRows } from './insert-rows.ts';
import type { Statements } from './statements.ts';

/**
 * Applies what a transaction changed in the counts. Scopes come with their first member and go with their last.
 * What is added is added at the end, for all scopes together: a statement for many rows takes a fraction of the time of as
 * many statements.
 *
 * @param onDelete hears of a name that nobody has any more
 */
export function saveDifferences(db: Statements, differences: Differences, onDelete: () => void): void {
  const added: Added = { tallies: [], standings: [] };
  for (const change of differences.net()) saveScope(db, change, added, onDelete);
  insertRows(db, TALLIES, added.tallies);
  insertRows(db, STANDINGS, added.standings);
}

/** Rows of the two tables, value by value. */
interface Added {
  tallies: (string | number)[];
  standings: (string | number)[];
}

const TALLIES: Insertion = {
  into: 'tally (scope_id, tally, value, n)',
  columns: 4,
  conflict: 'ON CONFLICT DO UPDATE SET n = n + excluded.n',
};
const STANDINGS: Insertion = {
  into: 'standing (scope_id, metric, minus_value, at, member_id)',
  columns: 5,
  conflict: '',
};

function saveScope(
  db: Statements,
  { scope, tallies, standings, spellings }: ScopeChange,
  added: Added,
  onDelete: () => void,
) {
  const { id, label } = scopeOf(db, scope) ?? createScope(db, scope);
  for (const change of spellings) {
    if (!saveSpelling(db, id, change)) onDelete();
  }
  for (const change of standings) {
    const { tally, value, at, member_id, n } = change;
    if (n > 0) added.standings.push(id, tally, -value, at, member_id);
    else deleteStanding(db, id, change);
  }
  for (const change of tallies) {
    const { tally, value, n } = change;
    if (n > 0) added.tallies.push(id, tally, value, n);
    else lowerTally(db, id, change);
  }
  const hasLost = tallies.some(({ tally, n }) => tally === 'members' && n < 0);
  if (hasLost && isEmpty(db, id)) {
    deleteScope(db, id, scope.kind);
    if (scope.kind === 'institution') onDelete();
  } else if (spellings.some(({ spelling, n }) => n < 0 || spelling !== label)) relabel(db, id);
}

interface ScopeRow {
  id: number;
  /** The most common spelling: it stays that where more write it so. */
  label: string;
}

const scopeOf = (db: Statements, { kind, key }: ScopeChange['scope']): ScopeRow | null =>
  db.one<ScopeRow>('SELECT id, label FROM scope WHERE kind = ? AND key = ?', kind, key);

function createScope(db: Statements, { kind, key }: ScopeChange['scope']): ScopeRow {
  db.run(`INSERT INTO scope_count (kind, n) VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1`, kind);
  const made = db.one<ScopeRow>(
    'INSERT INTO scope (kind, key, label) VALUES (?, ?, ?) RETURNING id, label',
    ...[kind, key, key],
  );
  if (!made) throw new Error('a row that is inserted is returned');
  return made;
}

/** What still refers to it makes this fail: then the counts are wrong, and nothing of the transaction is kept. */
function deleteScope(db: Statements, id: number, kind: string) {
  db.run('DELETE FROM scope WHERE id = ?', id);
  const isLast = db.run('DELETE FROM scope_count WHERE kind = ? AND n = 1', kind) === 1;
  if (!isLast) changeOne(db, 'UPDATE scope_count SET n = n - 1 WHERE kind = ?', kind);
}

const isEmpty = (db: Statements, id: number): boolean =>
  db.one(`SELECT 1 FROM tally WHERE scope_id = ? AND tally = 'members'`, id) === null;

function lowerTally(db: Statements, scope_id: number, { tally, value, n }: TallyChange) {
  const row = [scope_id, tally, value];
  const which = 'scope_id = ? AND tally = ? AND value = ?';
  if (db.run(`DELETE FROM tally WHERE ${which} AND n = ?`, ...row, -n) === 1) return;
  changeOne(db, `UPDATE tally SET n = n - ? WHERE ${which}`, -n, ...row);
}

function deleteStanding(db: Statements, scope_id: number, { tally, value, at, member_id }: StandingChange) {
  changeOne(
    db,
    `DELETE FROM standing
     WHERE scope_id = ? AND metric = ? AND minus_value = ? AND at = ? AND member_id = ?`,
    ...[scope_id, tally, -value, at, member_id],
  );
}

/** @returns whether somebody still writes it so */
function saveSpelling(db: Statements, scope_id: number, { spelling, n }: SpellingChange): boolean {
  if (n > 0) {
    db.run(
      `INSERT INTO spelling (scope_id, spelling, n) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET n = n + excluded.n`,
      ...[scope_id, spelling, n],
    );
    return true;
  }
  const which = 'scope_id = ? AND spelling = ?';
  if (db.run(`DELETE FROM spelling WHERE ${which} AND n = ?`, scope_id, spelling, -n) === 1) return false;
  changeOne(db, `UPDATE spelling SET n = n - ? WHERE ${which}`, -n, scope_id, spelling);
  return true;
}

/** The most common spelling; of equally common ones the first in the order of code points. */
function relabel(db: Statements, id: number) {
  db.run(
    `UPDATE scope SET label = most.spelling
     FROM (SELECT spelling FROM spelling WHERE scope_id = ? ORDER BY n DESC, spelling LIMIT 1) AS most
     WHERE id = ? AND label <> most.spelling`,
    ...[id, id],
  );
}

/** A count that is taken away has to be there. */
function changeOne(db: Statements, sql: string, ...values: (string | number)[]) {
  if (db.run(sql, ...values) !== 1) throw new Error(`the counts do not fit the members: ${sql}`);
}
