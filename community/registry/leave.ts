import type { LeaveAnswer } from '../../src/schema/community/answers.ts';
import { authenticate, notMember } from './authenticate.ts';
import type { Parts } from './parts.ts';

/**
 * Removes a member with everything submitted; the counts follow in the same transaction.
 * @throws TitoError `not_a_member`
 */
export async function leave(parts: Parts, token: string): Promise<LeaveAnswer> {
  const { id } = await authenticate(parts, token);
  const outcome = await parts.store.write('leave', { id });
  if (outcome.kind === 'unknown') throw notMember(parts.place);
  return { removed: { members: 1, submissions: outcome.submissions } };
}
