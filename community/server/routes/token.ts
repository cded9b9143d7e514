import * as z from 'zod';
import { rotateAnswer } from '../../../src/schema/community/answers.ts';
import { memberToken } from '../read-token.ts';
import { defineRoute } from '../route.ts';

export const rotate = defineRoute({
  method: 'POST',
  path: '/v1/member/token',
  id: 'rotate',
  summary: 'Give the member another token; the former one works for a little longer',
  access: 'member',
  body: z.strictObject({ token: memberToken }),
  answer: rotateAnswer,
  errors: ['wrong_token'],
  handle: ({ body, token }, { registry }) => registry.rotate(body.token, token),
});
