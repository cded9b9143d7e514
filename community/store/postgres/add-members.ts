import { dayOf } from '../../contributions.ts';
import type { Outcome, Write } from '../../store.ts';
import { applyTo } from '../writes/apply.ts';
import { groupsOf, MILESTONES_OF_DAY, type NewcomerGroup } from './newcomer-groups.ts';
import { numbered } from './numbered.ts';
import { keyed } from './save.ts';
import type { Session } from './session.ts';
import { arrayOf, sentLists } from './statement.ts';
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
  milestones_passed: 'integer',
});
const GROUPS = sentLists({
  ...{ id: 'uuid', kind: 'text', key: 'text', n: 'integer' },
  ...Object.fromEntries(MILESTONES_OF_DAY.map((name) => [name, 'integer'])),
  ...{ place: 'integer', count: 'integer', written: 'text' },
});
const MORE_PROGRESS = sentLists({ id: 'uuid', places: 'text', counts: 'text' });
const SPELLINGS = sentLists({ id: 'uuid', spelling: 'text', n: 'bigint' });

const PARAMETERS = [
  'integer',
  ...[MEMBERS, GROUPS, MORE_PROGRESS, SPELLINGS].flatMap(({ types }) => types.map((type) => `${type}[]`)),
];
const ADD = `
  SELECT tito.add_newcomers(${PARAMETERS.map((type, i) => `$${i + 1}::${type}`).join(', ')}) AS last_number`;

/** Whether they need to know nothing of what is there, if only nobody has the ids and the tokens; and join on one day. */
export function areNewcomers(writes: readonly Write[]): boolean {
  const [first] = writes;
  if (first?.kind !== 'join') return false;
  const day = dayOf(first.request.joined_at);
  return writes.every(
    ({ kind, request }) => kind === 'join' && !request.code_sha256 && dayOf(request.joined_at) === day,
  );
}

/** Counted here by group, and not as differences. */
const NOT_COUNTED = { add: () => {} };

/**
 * Takes in newcomers in one round trip: nothing is read first, and the database finds out whether they are new.
 *
 * @param writes newcomers of one day only
 * @returns null where one of them is none: nothing was changed
 * @throws what the driver says; nothing was changed, save where the connection was lost at the very end
 */
export async function addMembers(session: Session, writes: readonly Write[]): Promise<Outcome[] | null> {
  const set = new WorkingSet(NOTHING_LOADED);
  const { outcomes } = applyTo(set, writes, NOT_COUNTED);
  const { joined } = set.changes().members;
  const groups = groupsOf(joined);
  const values = [
    dayOf(joined[0]?.joined_at ?? 0),
    ...MEMBERS.values(joined.map(keyed)),
    ...GROUPS.values(groups.map((group) => ({ ...group, ...firstOf(group) }))),
    ...MORE_PROGRESS.values(groups.filter(({ progress }) => progress.size > 1).map(restOf)),
    ...SPELLINGS.values(groups.filter(({ spellings }) => spellings.size > 1).flatMap(spellingsOf)),
  ];
  const [row] = await session.statement({ text: ADD, values });
  const last = row?.last_number;
  return typeof last === 'number' ? numbered(outcomes, last) : null;
}

/** One progress, and the spelling of all; what else there is comes apart. */
function firstOf({ progress, spellings }: NewcomerGroup) {
  const [[place, count] = [0, 0]] = progress;
  const [spelling = null] = spellings.keys();
  return { place, count, written: spellings.size > 1 ? '' : spelling };
}

function restOf({ id, progress }: NewcomerGroup) {
  const rest = [...progress].slice(1);
  return {
    id,
    places: arrayOf(rest.map(([place]) => place)),
    counts: arrayOf(rest.map(([, count]) => count)),
  };
}

const spellingsOf = ({ id, spellings }: NewcomerGroup) =>
  [...spellings].map(([spelling, n]) => ({ id, spelling, n }));
