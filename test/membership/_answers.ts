import type { JoinAnswer, StatsAnswer } from '../../src/schema/community/answers.ts';
import type { SubmitAnswer } from '../../src/schema/community/submission.ts';
import { memberOf } from './_member.ts';

export const JOINED: JoinAnswer = {
  created: true,
  builder_number: 1234,
  handle: 'calm-otter-17',
  member: memberOf(),
  groups: [{ kind: 'cohort', label: 'Fall 2026', members: 234, rank: 15, of: 234, top_percent: 10 }],
};

export const STATS: StatsAnswer = {
  total: 1234,
  countries: 45,
  institutions: 234,
  this_week: 23,
  distribution: [{ id: 'all', label: 'All milestones', members: 89, share: 0.38 }],
  by_country: [{ country_code: 'US', members: 900 }],
  by_country_other: 334,
  cohort: null,
  class: null,
  class_removal: null,
};

export const SUBMITTED: SubmitAnswer = {
  submission_id: 's1',
  created: true,
  kind: 'baseline',
  score: 85,
  score_interval: [82, 88],
  tracks: null,
  status: 'unverified',
  is_best: true,
  findings: [],
  ranks_before: [],
  ranks_after: [],
  quota: { limit: 5, remaining: 4, resets_at: '2026-09-02T00:00:00.000Z' },
};
