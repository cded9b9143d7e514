import type { ErrorCode } from '../../../src/errors.ts';
import {
  exportAnswer,
  joinAnswer,
  leaveAnswer,
  updateAnswer,
} from '../../../src/schema/community/answers.ts';
import { memberDocument, memberUpdate } from '../../../src/schema/community/member.ts';
import { defineRoute } from '../route.ts';

/** Why a class does not let in; then nothing else is done either. */
const CLASS_ERRORS: readonly ErrorCode[] = [
  'unknown_class_code',
  'class_expired',
  'class_frozen',
  'removed_from_class',
];

export const join = defineRoute({
  method: 'PUT',
  path: '/v1/member',
  id: 'join',
  summary:
    'Become a member. Id and token are drawn by the member; the same request once more is the same member',
  access: 'member',
  is_first: true,
  body: memberDocument,
  is_checked_by_registry: true,
  answer: joinAnswer,
  errors: ['wrong_token', ...CLASS_ERRORS],
  handle: ({ body, token }, { registry }) => registry.join(body, token),
});

export const update = defineRoute({
  method: 'PATCH',
  path: '/v1/member',
  id: 'update',
  summary: 'Change what is known of the member; what is left out stays',
  access: 'member',
  body: memberUpdate,
  is_checked_by_registry: true,
  answer: updateAnswer,
  errors: CLASS_ERRORS,
  handle: ({ body, token }, { registry }) => registry.update(body, token),
});

export const exportMember = defineRoute({
  method: 'GET',
  path: '/v1/member',
  id: 'export',
  summary: 'Everything that the registry has about the member',
  access: 'member',
  answer: exportAnswer,
  handle: ({ token }, { registry }) => registry.export(token),
});

export const leave = defineRoute({
  method: 'DELETE',
  path: '/v1/member',
  id: 'leave',
  summary: 'Remove the member and all submissions',
  access: 'member',
  answer: leaveAnswer,
  handle: ({ token }, { registry }) => registry.leave(token),
});
