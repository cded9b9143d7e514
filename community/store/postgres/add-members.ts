import { dayOf } from '../../contributions.ts';
import type { Outcome, Write } from '../../store.ts';
import { applyTo } from '../writes/apply.ts';
import { groupsOf, type NewcomerGroup } from './newcomer-groups.ts';
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
/** Groups of newcomers who are of one progress and write its name in one way, as most are; and the others. */
const GROUPS = sentLists({ id: 'uuid', n: 'integer', place: 'integer', written: 'text' });
const MIXED = sentLists({ id: 'uuid', n: 'integer', places: 'text', counts: 'text', written: 'text' });
const SPELLINGS = sentLists({ id: 'uuid', spelling: 'text', n: 'bigint' });

const listed = ({ types }: { types: string[] }) => types.map((type) => `${type}[]`);
const PARAMETERS = [
  'integer',
  ...[MEMBERS, GROUPS, MIXED].flatMap(listed),
  // Kinds and keys of all groups, in this order: lists that are taken apart for groups that are new.
  ...['text', 'text'],
  ...listed(SPELLINGS),
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
export async function addMembers(
  session: Pick<Session, 'statement'>,
  writes: readonly Write[],
): Promise<Outcome[] | null> {
  const set = new WorkingSet(NOTHING_LOADED);
  const { outcomes } = applyTo(set, writes, NOT_COUNTED);
  const { joined } = set.changes().members;
  const groups = groupsOf(joined);
  const plain = groups.filter(isPlain);
  const mixed = groups.filter((group) => !isPlain(group));
  const named = [...plain, ...mixed];
  const values = [
    dayOf(joined[0]?.joined_at ?? 0),
    ...MEMBERS.values(joined.map(keyed)),
    ...GROUPS.values(plain.map(plainRow)),
    ...MIXED.values(mixed.map(mixedRow)),
    ...[arrayOf(named.map(({ kind }) => kind)), arrayOf(named.map(({ key }) => key))],
    ...SPELLINGS.values(mixed.filter(({ spellings }) => spellings.size > 1).flatMap(spellingsOf)),
  ];
  const [row] = await session.statement({ text: ADD, values });
  const last = row?.last_number;
  return typeof last === 'number' ? numbered(outcomes, last) : null;
}

const isPlain = ({ progress, spellings }: NewcomerGroup) => progress.size === 1 && spellings.size < 2;

function plainRow({ id, n, progress, spellings }: NewcomerGroup) {
  const [place = 0] = progress.keys();
  const [written = null] = spellings.keys();
  return { id, n, place, written };
}

/** Where the name is written in more ways than one, these come apart. */
function mixedRow({ id, n, progress, spellings }: NewcomerGroup) {
  const [written = null] = spellings.keys();
  const [places, counts] = [arrayOf([...progress.keys()]), arrayOf([...progress.values()])];
  return { id, n, places, counts, written: spellings.size > 1 ? '' : written };
}

const spellingsOf = ({ id, spellings }: NewcomerGroup) =>
  [...spellings].map(([spelling, n]) => ({ id, spelling, n }));
