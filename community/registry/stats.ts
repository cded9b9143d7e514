import type { StatsAnswer } from '../../src/schema/community/answers.ts';
import { institutionKey, progressOf } from '../contributions.ts';
import { byCountry, visible } from '../privacy.ts';
import type { Member, Scope, Store } from '../store.ts';
import { authenticate } from './authenticate.ts';
import { classOf, removalOf } from './class/own-class.ts';
import { allMilestones, distributionOf } from './distribution.ts';
import { groupOf } from './groups.ts';
import type { Parts } from './parts.ts';
import { countOf, rankIn } from './ranking.ts';
import { lastWeek } from './times.ts';
import { standingWords, told } from './told.ts';

const ALL: Scope = { kind: 'all', key: '' };

/**
 * The registry in numbers, and with a token the member's own cohort as well.
 * @throws TitoError `not_a_member`
 */
export async function stats(parts: Parts, token: string | null): Promise<StatsAnswer> {
  const { store, clock } = parts;
  const member = token === null ? null : await authenticate(parts, token);
  const { from, to } = lastWeek(clock());
  const total = await store.members(ALL);
  const countries = byCountry(await store.scopes('country'), total);
  return {
    total,
    countries: await store.countScopes('country'),
    institutions: await store.countScopes('institution'),
    this_week: await store.joined(ALL, from, to),
    distribution: distributionOf(await store.histogram(ALL, 'progress')),
    by_country: countries.shown,
    by_country_other: countries.other,
    cohort: member && (await cohortOf(store, member)),
    class: member && (await classOf(store, member, clock())),
    class_removal: member && (await removalOf(store, member)),
    ...told(member ? await standingWords(store, member.id) : []),
  };
}

async function cohortOf(store: Store, member: Member): Promise<StatsAnswer['cohort']> {
  const scope: Scope = { kind: 'cohort', key: member.cohort };
  const histogram = await store.histogram(scope, 'progress');
  const of = countOf(histogram);
  const own = groupOf(scope, member.cohort, of, { rank: rankIn(histogram, progressOf(member)), of });
  const distribution = distributionOf(histogram);
  return {
    label: member.cohort,
    members: own.members,
    institution: await institutionOf(store, member),
    progress_rank: own.rank,
    all_milestones: allMilestones(distribution),
    distribution,
  };
}

async function institutionOf(store: Store, { institution }: Member) {
  if (institution === null) return null;
  const members = await store.members({ kind: 'institution', key: institutionKey(institution) });
  return { label: institution, members: visible(members) };
}
