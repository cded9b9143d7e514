import { isRanked, progressOf, scopesOf } from '../../contributions.ts';
import type { Member, Scope } from '../../store.ts';
import { scopeId } from './scope-id.ts';

/** What newcomers who join on one day add to a group: all of it is of that day. */
export interface NewcomerGroup extends Scope {
  id: string;
  /** How many join. */
  n: number;
  /** How many have each progress; empty for a group without ranks. */
  progress: Map<number, number>;
  /** How many write the group's name in which way; empty for a group that has no name of its members' making. */
  spellings: Map<string, number>;
}

/**
 * What newcomers contribute by group. Milestones are not counted: which of them were passed follows from the progress,
 * and the day is that of joining.
 * @param newcomers all of one day
 */
export function groupsOf(newcomers: readonly Member[]): NewcomerGroup[] {
  const groups = new Map<string, NewcomerGroup>();
  for (const member of newcomers) {
    const progress = progressOf(member);
    for (const { kind, key } of scopesOf(member)) {
      const id = scopeId({ kind, key });
      let group = groups.get(id);
      if (!group) {
        group = { id, kind, key, n: 0, progress: new Map(), spellings: new Map() };
        groups.set(id, group);
      }
      group.n++;
      if (isRanked(kind)) countIn(group.progress, progress);
      if (kind === 'institution' && member.institution !== null) countIn(group.spellings, member.institution);
    }
  }
  return [...groups.values()];
}

const countIn = <Key>(counts: Map<Key, number>, key: Key) => counts.set(key, (counts.get(key) ?? 0) + 1);
