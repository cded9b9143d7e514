import { LEAST_GROUP, type Store } from '../../store.ts';

export interface Institution {
  key: string;
  label: string;
  members: number;
}

export interface Institutions {
  /** Those that may be told, the largest first. */
  shown: readonly Institution[];
  byKey: ReadonlyMap<string, Institution>;
  /** Members of all others, and those who name none. */
  other: number;
}

/** Beyond so many, a list is used for a while even though somebody has joined. */
const MANY = 1000;
const KEPT_MS = 30_000;

/**
 * Institutions with five members or more. Members of the others, with those who name none, are a group as well, whose
 * size follows from the total: where it is too small, the smallest institution that is left joins it, as with countries.
 */
export async function institutionsOf(store: Store): Promise<Institutions> {
  const total = await store.members({ kind: 'all', key: '' });
  const all = await store.scopes('institution');
  const shown = all.filter(({ members }) => members >= LEAST_GROUP);
  shown.sort((a, b) => b.members - a.members || (a.key < b.key ? -1 : 1));
  let other = total - shown.reduce((sum, { members }) => sum + members, 0);
  while (other > 0 && other < LEAST_GROUP) {
    const last = shown.pop();
    if (!last) break;
    other += last.members;
  }
  return { shown, byKey: new Map(shown.map((each) => [each.key, each])), other };
}

/** The list of a store, made again once the registry has changed. */
export function keptInstitutions(store: Store, clock: () => number): () => Promise<Institutions> {
  let kept: { version: number; at: number; list: Promise<Institutions>; isLong: boolean } | null = null;
  return async () => {
    const version = await store.version();
    const at = clock();
    if (kept && (kept.version === version || (kept.isLong && Math.abs(at - kept.at) < KEPT_MS)))
      return kept.list;
    const made = { version, at, list: institutionsOf(store), isLong: false };
    kept = made;
    made.list.then(
      ({ shown }) => {
        made.isLong = shown.length > MANY;
      },
      () => {
        if (kept === made) kept = null;
      },
    );
    return made.list;
  };
}
