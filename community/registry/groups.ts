import type { Group, Metric } from '../../src/schema/community/groups.ts';
import { scopesOf } from '../contributions.ts';
import { visible } from '../privacy.ts';
import { LEAST_GROUP, type Member, type Scope, type Store } from '../store.ts';

/** Shares of a group that somebody may be among the best of, in per cent. */
export const STEPS = [1, 5, 10, 25, 50] as const;

/** The groups that a member has a place in, everybody first. Countries are only counted. */
export const rankedScopes = (member: Member): Scope[] =>
  scopesOf(member).filter(({ kind }) => kind !== 'country');

/** How a group of a member's is called. */
export async function labelOf(
  store: Pick<Store, 'class'>,
  { kind, key }: Scope,
  member: Member,
): Promise<string> {
  if (kind === 'class') return (await store.class(key))?.name ?? key;
  return kind === 'institution' ? (member.institution ?? key) : key;
}

/** Members of a group, as far as it may be told. How many there are altogether is no secret. */
export const shownMembers = ({ kind }: Scope, members: number): number | null =>
  kind === 'all' ? members : visible(members);

export interface Place {
  /** 1 + how many are better; null where the member has no value. */
  rank: number | null;
  of: number;
}

/** A member's place in a group as it may be told. */
export function groupOf(scope: Scope, label: string, members: number, { rank, of }: Place): Group {
  const isLarge = members >= LEAST_GROUP;
  const shownOf = of === members ? shownMembers(scope, of) : visible(of);
  return {
    kind: scope.kind,
    label,
    members: shownMembers(scope, members),
    rank: isLarge ? rank : null,
    of: shownOf,
    top_percent: isLarge && rank !== null && of >= LEAST_GROUP ? topPercent(rank, of) : null,
  };
}

/** The smallest share of the best that holds a rank; null where even half of them does not. */
export const topPercent = (rank: number, of: number): number | null =>
  STEPS.find((step) => rank * 100 <= of * step) ?? null;

/**
 * All groups of a member with the member's place in them.
 * @param value of the metric; null where the member has none
 */
export function groupsOf(
  store: Store,
  member: Member,
  metric: Metric,
  value: number | null,
): Promise<Group[]> {
  return Promise.all(
    rankedScopes(member).map(async (scope) => {
      const place = await placeOf(store, scope, metric, value);
      // Everybody has a progress.
      const members = metric === 'progress' ? place.of : await store.members(scope);
      return groupOf(scope, await labelOf(store, scope, member), members, place);
    }),
  );
}

/** Where somebody with this value stands; how many stand there is told without a value, too. */
async function placeOf(store: Store, scope: Scope, metric: Metric, value: number | null): Promise<Place> {
  const { rank, of } = await store.rank(scope, metric, value ?? 0);
  return { rank: value === null ? null : rank, of };
}
