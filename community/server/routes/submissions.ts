import { submitAnswer } from '../../../src/schema/community/submission.ts';
import { defineRoute } from '../route.ts';

/** Most bytes of a saved run, as it is sent and as it is once inflated. */
export const RUN_LIMIT_BYTES = 8 * 2 ** 20;

export const submit = defineRoute({
  method: 'POST',
  path: '/v1/submissions',
  id: 'submit',
  summary: 'Have a saved run checked from its raw samples, scored again and ranked',
  access: 'member',
  body: 'run',
  body_limit_bytes: RUN_LIMIT_BYTES,
  answer: submitAnswer,
  errors: ['run_refused', 'duplicate_run', 'key_reused', 'quota_used', 'class_frozen'],
  handle: async ({ run, token }, services) => {
    if (run === null) throw new Error('a submission without a body came through');
    return services.submit({ ...run, token });
  },
});
