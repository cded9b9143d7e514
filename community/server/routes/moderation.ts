import {
  moderationAnswer,
  moderationLogAnswer,
  moderationLogQuery,
  moderationReason,
  reviewsAnswer,
  reviewsQuery,
} from '../../../src/schema/community/moderation.ts';
import { defineRoute } from '../route.ts';

const RUN = '/v1/moderation/submissions/:submission_id';
const ERRORS = ['unknown_run'] as const;

export const reviews = defineRoute({
  method: 'GET',
  path: '/v1/moderation/submissions',
  id: 'reviews',
  summary: 'Submitted runs, the latest first: all, those that are flagged, or those of one member',
  access: 'moderator',
  query: reviewsQuery,
  answer: reviewsAnswer,
  handle: ({ query, token }, { registry }) => registry.moderation.reviews(query, token),
});

export const moderationLog = defineRoute({
  method: 'GET',
  path: '/v1/moderation/log',
  id: 'moderationLog',
  summary: 'What was done to runs, when and why, the latest first',
  access: 'moderator',
  query: moderationLogQuery,
  answer: moderationLogAnswer,
  handle: ({ query, token }, { registry }) => registry.moderation.history(query, token),
});

export const flag = defineRoute({
  method: 'PUT',
  path: `${RUN}/flag`,
  id: 'flag',
  summary: 'Take a run its rank; its member is told why',
  access: 'moderator',
  body: moderationReason,
  is_checked_by_registry: true,
  answer: moderationAnswer,
  errors: ERRORS,
  handle: ({ params, body, token }, { registry }) =>
    registry.moderation.flag(params.submission_id ?? '', body, token),
});

export const unflag = defineRoute({
  method: 'DELETE',
  path: `${RUN}/flag`,
  id: 'unflag',
  summary: 'Give a flagged run its rank back',
  access: 'moderator',
  answer: moderationAnswer,
  errors: ERRORS,
  handle: ({ params, token }, { registry }) => registry.moderation.unflag(params.submission_id ?? '', token),
});

export const removeRun = defineRoute({
  method: 'PUT',
  path: `${RUN}/removal`,
  id: 'removeRun',
  summary: 'Remove a run for good; its member is told why',
  access: 'moderator',
  body: moderationReason,
  is_checked_by_registry: true,
  answer: moderationAnswer,
  errors: ERRORS,
  handle: ({ params, body, token }, { registry }) =>
    registry.moderation.remove(params.submission_id ?? '', body, token),
});
