import { cohortOf } from '../../community/cohort.ts';
import type { CourseProgress, MemberDocument, Profile } from '../schema/community/member.ts';

/**
 * What is given to a registry on joining: the first document's shape, without any score. The cohort is what this
 * machine's clock says; the registry's own word counts.
 *
 * @param at milliseconds since 1970
 */
export function memberDocumentOf(
  anonymous_id: string,
  { location, institution, course_type, experience_level }: Profile,
  progress: CourseProgress,
  at: number,
): MemberDocument {
  return {
    anonymous_id,
    timestamp: new Date(at).toISOString(),
    location,
    institution,
    context: { course_type, cohort: cohortOf(at), experience_level },
    progress: { ...progress, capstone_score: null },
    benchmarks: {},
  };
}
