import * as z from 'zod';
import {
  cohortAnswer,
  cohortQuery,
  cutoffsAnswer,
  statsAnswer,
} from '../../../src/schema/community/answers.ts';
import { track } from '../../../src/schema/community/groups.ts';
import { leaderboardAnswer, leaderboardQuery } from '../../../src/schema/community/submission.ts';
import { defineRoute } from '../route.ts';

export const stats = defineRoute({
  method: 'GET',
  path: '/v1/stats',
  id: 'stats',
  summary: 'How many have joined, from where, and how far they are; with a token also the own cohort',
  access: 'optional',
  answer: statsAnswer,
  is_cacheable: true,
  handle: ({ token }, { registry }) => registry.stats(token),
});

export const cohort = defineRoute({
  method: 'GET',
  path: '/v1/cohort',
  id: 'cohort',
  summary: "The member's groups with ranks, distributions and peers",
  access: 'member',
  query: cohortQuery,
  answer: cohortAnswer,
  errors: ['unknown_group'],
  handle: ({ query, token }, { registry }) => registry.cohort(query, token),
});

export const cutoffs = defineRoute({
  method: 'GET',
  path: '/v1/cutoffs',
  id: 'cutoffs',
  summary: "Least scores of the best of the member's cohort",
  access: 'member',
  query: z.strictObject({ track: track.default('overall') }),
  answer: cutoffsAnswer,
  handle: ({ query, token }, { registry }) => registry.cutoffs(query.track, token),
});

export const leaderboard = defineRoute({
  method: 'GET',
  path: '/v1/leaderboard',
  id: 'leaderboard',
  summary: 'The best of everybody or of a group, page by page; with a token also the neighbours',
  access: 'optional',
  query: leaderboardQuery,
  answer: leaderboardAnswer,
  errors: ['not_a_member', 'unknown_group'],
  is_cacheable: true,
  handle: ({ query, token }, { registry }) => registry.leaderboard(query, token),
});
