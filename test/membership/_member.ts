import type { MemberDocument } from '../../src/schema/community/member.ts';

/** What somebody gives who gives everything but runs. */
export const memberOf = (given: Partial<MemberDocument> = {}): MemberDocument => ({
  anonymous_id: '0123456789abcdef0123456789abcdef',
  timestamp: '2026-09-01T10:00:00.000Z',
  location: { country: 'United States', country_code: 'US' },
  institution: { name: 'Harvard University', type: 'university' },
  context: { course_type: 'university_course', cohort: 'Fall 2026', experience_level: 'beginner' },
  progress: { setup_verified: true, milestones_passed: 1, modules_completed: 3, capstone_score: null },
  benchmarks: {},
  ...given,
});
