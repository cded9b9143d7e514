import type { MemberDocument } from '../../src/schema/community/member.ts';
import { countryName } from '../countries.ts';
import type { Best, Member, Store } from '../store.ts';
import { iso } from './times.ts';

/** A member in the shape of `community/my_submission.json`: what was given, and the bests that were computed here. */
export async function documentOf(
  store: Store,
  member: Member,
  bests: readonly Best[],
): Promise<MemberDocument> {
  const { country, institution, institution_type } = member;
  const score = bests.find(({ metric }) => metric === 'overall')?.value ?? null;
  return {
    anonymous_id: member.id,
    timestamp: iso(member.updated_at),
    location: country === null ? null : { country: countryName(country) ?? country, country_code: country },
    institution: institution === null ? null : { name: institution, type: institution_type ?? 'other' },
    context: {
      course_type: member.course_type,
      cohort: member.cohort,
      experience_level: member.experience_level,
    },
    progress: {
      setup_verified: member.setup_verified,
      milestones_passed: member.milestones_passed,
      modules_completed: member.modules_completed,
      capstone_score: score,
    },
    benchmarks: await benchmarksOf(store, bests),
  };
}

/** The best run of each kind, with the tracks of that very run: the best of a track may be from another one. */
async function benchmarksOf(store: Store, bests: readonly Best[]): Promise<MemberDocument['benchmarks']> {
  const best = async (metric: Best['metric']) => {
    const found = bests.find((each) => each.metric === metric);
    return found ? store.submission(found.submission_id) : null;
  };
  const baseline = await best('baseline');
  const capstone = await best('overall');
  return {
    ...(baseline && { baseline: { score: baseline.score, timestamp: iso(baseline.measured_at) } }),
    ...(capstone && {
      capstone: {
        score: capstone.score,
        tracks: {
          speed: capstone.speed,
          compression: capstone.compression,
          accuracy: capstone.accuracy,
          efficiency: capstone.efficiency,
        },
        timestamp: iso(capstone.measured_at),
      },
    }),
  };
}
