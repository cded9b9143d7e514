import { TitoError } from '../../src/errors.ts';
import type { CohortAnswer, CohortQuery } from '../../src/schema/community/answers.ts';
import type { GroupKind } from '../../src/schema/community/groups.ts';
import { dayOf, progressOf } from '../contributions.ts';
import { visible } from '../privacy.ts';
import { LEAST_GROUP, type Member, type Scope, type Standing, type Store } from '../store.ts';
import { authenticate } from './authenticate.ts';
import { distributionOf } from './distribution.ts';
import { groupOf, labelOf, rankedScopes } from './groups.ts';
import type { Parts } from './parts.ts';
import { peersOf } from './peers.ts';
import { countOf, type Histogram, rankIn } from './ranking.ts';

/** So many of the first are shown, and so many on either side of the member. */
const FIRST = 3;
const AROUND = 5;
/** How far down the order of a group since a day is looked for the member's neighbours. */
const REACH = 200;

const OPTIONS: Partial<Record<GroupKind, { group: string; option: string }>> = {
  class: { group: 'class', option: '--class CODE' },
  institution: { group: 'institution', option: '--institution NAME' },
  course_type: { group: 'course type', option: '--course-type TYPE' },
};

/**
 * A member's groups by progress: how many stand where, and who is around the member.
 * @throws TitoError `not_a_member`; `unknown_group` where the member named none of this kind
 */
export async function cohort(parts: Parts, query: CohortQuery, token: string): Promise<CohortAnswer> {
  const member = await authenticate(parts, token);
  const scopes = rankedScopes(member).filter(({ kind }) =>
    query.kind === undefined ? kind !== 'all' : kind === query.kind,
  );
  if (scopes.length === 0) throw new TitoError('unknown_group', { ...OPTIONS[query.kind ?? 'cohort'] });
  const from = query.since === undefined ? null : dayOf(Date.parse(query.since));
  const { store } = parts;
  const groups = await Promise.all(
    scopes.map(async ({ kind, key }) => {
      const scope: Named = { kind, key, label: await labelOf(store, { kind, key }, member) };
      return from === null ? whole(store, scope, member) : since(store, scope, member, from);
    }),
  );
  return { since: query.since ?? null, groups };
}

/** A group with what it is called. */
type Named = Scope & { label: string };
type Page = CohortAnswer['groups'][number];

async function whole(store: Store, scope: Named, member: Member): Promise<Page> {
  const histogram = await store.histogram(scope, 'progress');
  const at = { value: progressOf(member), at: member.joined_at, member_id: member.id };
  const first = await store.page(scope, 'progress', null, 'worse', FIRST);
  const above = await store.page(scope, 'progress', at, 'better', AROUND);
  const below = await store.page(scope, 'progress', at, 'worse', AROUND);
  const standings = [...first, ...above, { ...at, member, submission: null }, ...below];
  return pageOf(store, scope, member, histogram, standings, null);
}

/**
 * The part of a group that joined on a day or later. It is a group of its own, and what it leaves out is one, too:
 * both have to be large enough, or one could be subtracted from the other.
 */
async function since(store: Store, scope: Named, member: Member, from: number): Promise<Page> {
  const { members, histogram, standings } = await store.since(scope, from, REACH);
  if (visible((await store.members(scope)) - members) === null) return hidden(scope);
  const isIn = dayOf(member.joined_at) >= from;
  const place = standings.findIndex(({ member_id }) => member_id === member.id);
  const around = place < 0 ? [] : standings.slice(Math.max(0, place - AROUND), place + AROUND + 1);
  const own = isIn && place < 0 ? [standingOf(member)] : [];
  const chosen = [...standings.slice(0, FIRST), ...around, ...own];
  return pageOf(store, scope, member, histogram, chosen, from);
}

const hidden = (scope: Named): Page => ({
  kind: scope.kind,
  label: scope.label,
  members: null,
  rank: null,
  of: null,
  top_percent: null,
  distribution: distributionOf(null),
  peers: [],
});

const standingOf = (member: Member): Standing => ({
  value: progressOf(member),
  at: member.joined_at,
  member_id: member.id,
  member,
  submission: null,
});

/** @param from null for the whole group, else the day since which its members joined */
async function pageOf(
  store: Store,
  scope: Named,
  member: Member,
  histogram: Histogram,
  standings: readonly Standing[],
  from: number | null,
): Promise<Page> {
  const of = countOf(histogram);
  const isIn = from === null || dayOf(member.joined_at) >= from;
  const rank = isIn ? rankIn(histogram, progressOf(member)) : null;
  const isLarge = of >= LEAST_GROUP;
  const once = standings.filter(
    ({ member_id }, i) => standings.findIndex((each) => each.member_id === member_id) === i,
  );
  return {
    ...groupOf(scope, scope.label, of, { rank, of }),
    distribution: distributionOf(histogram),
    peers: isLarge ? await peersOf(store, scope, histogram, once, member, from) : [],
  };
}
