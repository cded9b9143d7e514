import type { Peer } from '../../src/schema/community/groups.ts';
import { fromProgress } from '../contributions.ts';
import { LEAST_GROUP, type Member, type Scope, type Standing, type Store } from '../store.ts';
import { type Histogram, rankIn } from './ranking.ts';
import { dayOfMonth, isoMonth, nextMonth } from './times.ts';

/** Progress as it is told of somebody else. */
interface Told {
  modules_completed: number;
  milestones_passed: number;
  is_exact: boolean;
}

/**
 * The progress of each value as others are told it. Who is the only one with all milestones would stand in the table of
 * peers although the distribution hides them; so values are put together, the highest first, until they are of as many
 * members as the least group, and each is told as the mean of all of these (microaggregation: Domingo-Ferrer &
 * Mateo-Sanz, "Practical data-oriented microaggregation for statistical disclosure control", IEEE Trans. Knowledge and
 * Data Engineering 14(1), 2002). What as many members share is told as it is.
 *
 * @param histogram of a group of at least `LEAST_GROUP`
 */
export function toldProgress(histogram: Histogram): ReadonlyMap<number, Told> {
  const bands: { value: number; members: number }[][] = [];
  let [band, size]: [{ value: number; members: number }[], number] = [[], 0];
  for (const bar of histogram) {
    band.push(bar);
    size += bar.members;
    if (size < LEAST_GROUP) continue;
    bands.push(band);
    [band, size] = [[], 0];
  }
  // The rest is too few by themselves.
  bands.at(-1)?.push(...band);
  return new Map(bands.flatMap((each) => each.map(({ value }) => [value, meanOf(each)])));
}

function meanOf(band: Histogram): Told {
  const members = band.reduce((sum, bar) => sum + bar.members, 0);
  const mean = (part: 'modules_completed' | 'milestones_passed') =>
    Math.round(band.reduce((sum, bar) => sum + bar.members * fromProgress(bar.value)[part], 0) / members);
  return {
    modules_completed: mean('modules_completed'),
    milestones_passed: mean('milestones_passed'),
    is_exact: band.length === 1,
  };
}

/**
 * Members around somebody as that one may see them: ranks as they are, progress and months of joining only as far as
 * enough members share them. Of oneself everything is told.
 *
 * @param from_day the group is those of the scope who joined on that day or later; null for all of them
 */
export async function peersOf(
  store: Store,
  scope: Scope,
  histogram: Histogram,
  standings: readonly Standing[],
  you: Member,
  from_day: number | null,
): Promise<Peer[]> {
  const told = toldProgress(histogram);
  const months = [...new Set(standings.map(({ member }) => isoMonth(member.joined_at)))];
  const shared = await Promise.all(months.map((month) => isShared(store, scope, month, from_day)));
  return standings.flatMap(({ value, member_id, member }) => {
    const is_you = member_id === you.id;
    const progress = is_you ? { ...fromProgress(value), is_exact: true } : told.get(value);
    // Changed between two reads.
    if (!progress) return [];
    const month = isoMonth(member.joined_at);
    const joined = is_you || shared[months.indexOf(month)] ? month : null;
    return [{ rank: rankIn(histogram, value), ...progress, joined, is_you }];
  });
}

/** Whether as many joined in a month as a group has at least. */
async function isShared(
  store: Store,
  scope: Scope,
  month: string,
  from_day: number | null,
): Promise<boolean> {
  const first = dayOfMonth(month);
  const from = from_day === null ? first : Math.max(first, from_day);
  return (await store.joined(scope, from, dayOfMonth(nextMonth(month)) - 1)) >= LEAST_GROUP;
}
