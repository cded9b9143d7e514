import type { ExportAnswer, StatsAnswer } from '../../../src/schema/community/answers.ts';
import { progressOf } from '../../contributions.ts';
import type { Member, Store } from '../../store.ts';
import { groupOf } from '../groups.ts';
import { iso } from '../times.ts';

/** A member's class as its members see it: a group like any other. */
export async function classOf(store: Store, member: Member, at: number): Promise<StatsAnswer['class']> {
  const found = member.class_id === null ? null : await store.class(member.class_id);
  if (found === null) return null;
  const scope = { kind: 'class', key: found.id } as const;
  const place = await store.rank(scope, 'progress', progressOf(member));
  const { members, rank } = groupOf(scope, found.name, place.of, place);
  const { frozen_until } = found;
  const isFrozen = frozen_until !== null && frozen_until > at;
  return {
    class_id: found.id,
    name: found.name,
    members,
    progress_rank: rank,
    frozen_until: isFrozen ? iso(frozen_until) : null,
  };
}

export async function classNamed(store: Store, { class_id }: Member): Promise<ExportAnswer['class']> {
  const found = class_id === null ? null : await store.class(class_id);
  return found && { class_id: found.id, name: found.name };
}

/** That somebody was taken out of a class, for that member only. */
export async function removalOf(
  store: Store,
  { class_removal }: Member,
): Promise<StatsAnswer['class_removal']> {
  if (class_removal === null) return null;
  const { class_id, reason, at } = class_removal;
  return { name: (await store.class(class_id))?.name ?? class_id, reason, removed_at: iso(at) };
}
