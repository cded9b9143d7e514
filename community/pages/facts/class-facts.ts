import { visible } from '../../privacy.ts';
import { iso } from '../../registry/times.ts';
import type { Store } from '../../store.ts';
import { type GroupFacts, groupFacts } from './group-facts.ts';
import type { Now } from './page-facts.ts';

export interface ClassFacts {
  now: Now;
  name: string;
  /** As in `2026-12-01 18:00 UTC`; null where it is not frozen. */
  frozen_until: string | null;
  group: GroupFacts;
}

/**
 * A class for whoever has the address of its page.
 * @returns null for one that is not there, or too small; or that leaves so few of the others that they are too few
 */
export async function classFacts(store: Store, id: string, now: Now, at: number): Promise<ClassFacts | null> {
  const found = await store.class(id);
  const group = found && (await groupFacts(store, { kind: 'class', key: id }, at));
  if (!found || !group || visible(now.total - group.members) === null) return null;
  const { name, frozen_until } = found;
  const isFrozen = frozen_until !== null && frozen_until > at;
  return {
    now,
    name,
    frozen_until: isFrozen ? iso(frozen_until).replace(/T(\d\d:\d\d).*$/, ' $1 UTC') : null,
    group,
  };
}
