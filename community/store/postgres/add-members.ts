import type { Outcome, Write } from '../../store.ts';
import { Differences } from '../differences.ts';
import { applyTo } from '../writes/apply.ts';
import { numbered } from './numbered.ts';
import { keyed } from './save.ts';
import { COUNTS_OF_DAY, countRows } from './save-differences.ts';
import type { Session } from './session.ts';
import { sentLists } from './statement.ts';
import { NOTHING_LOADED, WorkingSet } from './working-set.ts';

const MEMBERS = sentLists({
  ...{
    id: 'text',
    token_sha256: 'text',
    handle: 'text',
    joined_at: 'bigint',
    cohort: 'text',
    country: 'text',
  },
  ...{ institution: 'text', institution_type: 'text', institution_key: 'text', course_type: 'text' },
  ...{ experience_level: 'text', setup_verified: 'boolean', modules_completed: 'integer' },
  ...{ milestones_passed: 'integer', milestone_days: 'jsonb' },
});
const SCOPES = sentLists({ id: 'uuid', kind: 'text', key: 'text', n: 'bigint', spelling: 'text' });
const DAYS = sentLists({
  ...{ scope_id: 'uuid', day: 'integer' },
  ...Object.fromEntries(COUNTS_OF_DAY.map((name) => [name, 'bigint'])),
});
const TALLIES = sentLists({ scope_id: 'uuid', tally: 'text', value: 'integer', n: 'bigint' });
const SPELLINGS = sentLists({ scope_id: 'uuid', spelling: 'text', n: 'bigint' });
const LISTS = [MEMBERS, SCOPES, DAYS, TALLIES, SPELLINGS];
const TYPES = LISTS.flatMap(({ types }) => types);
const ADD = `SELECT tito.add_members(${TYPES.map((type, i) => `$${i + 1}::${type}[]`).join(', ')}) AS last_number`;

/** Whether it needs to know nothing of what is there, if only nobody has the id and the token. */
export const isNewcomer = (write: Write): boolean => write.kind === 'join' && !write.request.code_sha256;

/**
 * Takes in newcomers in one round trip: nothing is read first, and the database finds out whether they are new.
 *
 * @param writes newcomers only
 * @returns null where one of them is none: nothing was changed
 * @throws what the driver says; nothing was changed, save where the connection was lost at the very end
 */
export async function addMembers(session: Session, writes: readonly Write[]): Promise<Outcome[] | null> {
  const set = new WorkingSet(NOTHING_LOADED);
  const differences = new Differences({ standings: false });
  const { outcomes } = applyTo(set, writes, differences);
  const { scopes, days, tallies, spellings } = countRows(differences);
  const spelt = new Map<string, string>();
  // Where there are two, one of them is not the label.
  for (const { scope_id, spelling } of spellings) spelt.set(scope_id, spelt.has(scope_id) ? '' : spelling);
  const values = [
    ...MEMBERS.values(set.changes().members.joined.map(keyed)),
    ...SCOPES.values(scopes.map((scope) => ({ ...scope, spelling: spelt.get(scope.id) ?? null }))),
    ...DAYS.values(days),
    ...TALLIES.values(tallies),
    ...SPELLINGS.values(spellings),
  ];
  const [row] = await session.statement({ text: ADD, values });
  const last = row?.last_number;
  return typeof last === 'number' ? numbered(outcomes, last) : null;
}
