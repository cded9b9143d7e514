import { contributionsOf, institutionKey } from '../../contributions.ts';
import type { Member, Scope } from '../../store.ts';
import { COUNTS_OF_DAY } from './count-rows.ts';
import { scopeId } from './scope-id.ts';

/** As many join as are counted on the day. */
export const MILESTONES_OF_DAY = COUNTS_OF_DAY.filter((name) => name !== 'joined');
type MilestoneOfDay = (typeof MILESTONES_OF_DAY)[number];

/** What newcomers who join on one day add to a group: all of it is of that day. */
export interface NewcomerGroup extends Scope, Record<MilestoneOfDay, number> {
  id: string;
  /** How many join. */
  n: number;
  /** How many have each progress; empty for a group without ranks. */
  progress: Map<number, number>;
  /** How many write the group's name in which way; empty for a group that has no name of its members' making. */
  spellings: Map<string, number>;
}

const OF_DAY: ReadonlySet<string> = new Set(MILESTONES_OF_DAY);
const isOfDay = (tally: string): tally is MilestoneOfDay => OF_DAY.has(tally);
const NONE_PASSED = Object.fromEntries(MILESTONES_OF_DAY.map((name) => [name, 0])) as Record<
  MilestoneOfDay,
  number
>;

/** @param newcomers all of one day */
export function groupsOf(newcomers: readonly Member[]): NewcomerGroup[] {
  const groups = new Map<string, NewcomerGroup>();
  const groupOf = ({ kind, key }: Scope): NewcomerGroup => {
    const name = `${kind} ${key}`;
    const present = groups.get(name);
    if (present) return present;
    const id = scopeId({ kind, key });
    const made = { id, kind, key, n: 0, ...NONE_PASSED, progress: new Map(), spellings: new Map() };
    groups.set(name, made);
    return made;
  };
  for (const member of newcomers) {
    let group: NewcomerGroup | undefined;
    let of: Scope | undefined;
    for (const { scope, tally, value } of contributionsOf(member, [])) {
      // Contributions to one scope come one after another.
      if (!group || scope !== of) group = groupOf(scope);
      of = scope;
      if (tally === 'members') group.n++;
      else if (tally === 'progress') countIn(group.progress, value);
      else if (isOfDay(tally)) group[tally] = (group[tally] ?? 0) + 1;
    }
    const spelling = member.institution;
    if (spelling !== null)
      countIn(groupOf({ kind: 'institution', key: institutionKey(spelling) }).spellings, spelling);
  }
  return [...groups.values()];
}

const countIn = <Key>(counts: Map<Key, number>, key: Key) => counts.set(key, (counts.get(key) ?? 0) + 1);
