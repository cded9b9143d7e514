/** Counts a registry's members anew, from their rows, and compares that with what the registry keeps. */
import { DatabaseSync } from 'node:sqlite';
import { contributionsOf, scopesOf } from '../../community/contributions.ts';
import { bestsOf } from '../../community/store/bests.ts';
import type { Best, Member, Submission } from '../../community/store.ts';

type MemberRow = Omit<Member, 'setup_verified' | 'milestone_days'> & {
  setup_verified: number;
  milestone_days: string;
};

/** @returns what differs, in words; empty where all is as it should be */
export function recount(file: string): string[] {
  using database = new DatabaseSync(file, { readOnly: true });
  const all = <T>(sql: string) => database.prepare(sql).all() as T[];
  const expected = new Map<string, number>();
  const bests: string[] = [];
  const submissions = Map.groupBy(all<Submission>('SELECT * FROM submission'), ({ member_id }) => member_id);
  for (const row of all<MemberRow>('SELECT * FROM member')) {
    const member = {
      ...row,
      setup_verified: row.setup_verified === 1,
      milestone_days: JSON.parse(row.milestone_days),
    };
    const own = bestsOf(submissions.get(member.id) ?? []);
    bests.push(...own.map((best) => bestText(member.id, best)));
    countIn(expected, member, own);
  }
  const kept = [
    ...all<Entry>(`SELECT kind || ' ' || key AS scope, tally || ' ' || value AS what, n FROM tally
      JOIN scope ON scope.id = scope_id`),
    ...all<Entry>(`SELECT kind || ' ' || key AS scope, 'spelled ' || spelling AS what, n FROM spelling
      JOIN scope ON scope.id = scope_id`),
    ...all<Entry>(`SELECT kind || ' ' || key AS scope,
        'at ' || metric || ' ' || -minus_value || ' ' || at || ' ' || member_id AS what, 1 AS n
      FROM standing JOIN scope ON scope.id = scope_id`),
    ...all<Entry>(`SELECT 'scopes ' || kind AS scope, 'number' AS what, n FROM scope_count`),
  ];
  return [
    ...differences(expected, new Map(kept.map(({ scope, what, n }) => [`${scope}: ${what}`, n]))),
    ...differences(counted(bests), counted(all<BestRow>('SELECT * FROM best').map(keptBest))),
    ...all<{ id: string }>(HALF_WRITTEN).map(({ id }) => `the submission ${id} is half there`),
    ...all<{ table: string }>('PRAGMA foreign_key_check').map(
      ({ table }) => `a row of ${table} hangs on nothing`,
    ),
    ...all<{ integrity_check: string }>('PRAGMA integrity_check').flatMap(({ integrity_check: found }) =>
      found === 'ok' ? [] : [found],
    ),
  ];
}

interface Entry {
  scope: string;
  what: string;
  n: number;
}
type BestRow = Best & { member_id: string };

const HALF_WRITTEN = `SELECT id FROM submission
  LEFT JOIN document ON document.submission_id = id
  LEFT JOIN idempotency ON idempotency.submission_id = id
  WHERE bytes IS NULL OR key IS NULL`;

const bestText = (member_id: string, { metric, value, at, submission_id }: Best) =>
  `best of ${member_id}: ${metric} ${value} ${at} ${submission_id}`;
const keptBest = (row: BestRow) => bestText(row.member_id, row);

const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) add(counts, text);
  return counts;
}

function countIn(expected: Map<string, number>, member: Member, bests: readonly Best[]) {
  for (const { scope, tally, value, ranked, at } of contributionsOf(member, bests)) {
    const name = `${scope.kind} ${scope.key}`;
    if (tally === 'members' && !expected.has(`${name}: members 0`))
      add(expected, `scopes ${scope.kind}: number`);
    add(expected, `${name}: ${tally} ${value}`);
    if (ranked) add(expected, `${name}: at ${tally} ${value} ${at} ${member.id}`);
  }
  const institution = scopesOf(member).find(({ kind }) => kind === 'institution');
  if (institution) add(expected, `institution ${institution.key}: spelled ${member.institution}`);
}

function differences(expected: Map<string, number>, kept: Map<string, number>): string[] {
  return [...new Set([...expected.keys(), ...kept.keys()])].flatMap((key) => {
    const [should, is] = [expected.get(key) ?? 0, kept.get(key) ?? 0];
    return should === is ? [] : [`${key} is ${is} and should be ${should}`];
  });
}
