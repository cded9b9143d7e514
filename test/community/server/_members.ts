import { randomBytes } from 'node:crypto';
import type { MemberDocument } from '../../../src/schema/community/member.ts';

export const newToken = (): string => randomBytes(32).toString('hex');

/** What somebody who joins sends. */
export const newDocument = (
  change: Partial<MemberDocument> & { institution_name?: string } = {},
): MemberDocument => {
  const { institution_name = 'Harvard University', ...rest } = change;
  return {
    anonymous_id: randomBytes(16).toString('hex'),
    timestamp: '2026-09-14T10:00:00.000Z',
    location: { country: 'United States', country_code: 'US' },
    institution: { name: institution_name, type: 'university' },
    context: { course_type: 'university_course', cohort: 'Fall 2026', experience_level: 'beginner' },
    progress: { setup_verified: true, milestones_passed: 1, modules_completed: 5, capstone_score: null },
    benchmarks: {},
    ...rest,
  };
};
