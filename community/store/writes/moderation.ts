import type { ModerationAction } from '../../moderation-writes.ts';
import type { Outcome, Submission, Writes } from '../../store.ts';
import type { Transaction } from './rows.ts';
import { rankAnew, settleReproduced } from './submissions.ts';

const ACTIONS: Record<Submission['status'], ModerationAction> = {
  flagged: 'flag',
  unverified: 'unflag',
  reproduced: 'vouch',
};

export function review(transaction: Transaction, request: Writes['review']['request']): Outcome<'review'> {
  const { rows } = transaction;
  const { submission_id, status, reason, at } = request;
  const before = rows.submission(submission_id);
  const member = before && rows.member(before.member_id);
  if (!before || !member) return { kind: 'unknown' };
  if (isSaidAlready(before, request)) return { kind: 'reviewed', before, submission: before };
  rows.setStatus(before, status, { vouched: status === 'reproduced', reason });
  rows.note({ ...factsOf(before), at, action: ACTIONS[status], reason });
  settleReproduced(transaction, before);
  rankAnew(transaction, member);
  return { kind: 'reviewed', before, submission: rows.submission(submission_id) ?? before };
}

export function remove(transaction: Transaction, request: Writes['remove']['request']): Outcome<'remove'> {
  const { rows } = transaction;
  const { submission_id, reason, at } = request;
  const submission = rows.submission(submission_id);
  const member = submission && rows.member(submission.member_id);
  if (!submission || !member) return { kind: 'unknown' };
  rows.removeSubmission(submission);
  rows.note({ ...factsOf(submission), at, action: 'remove', reason });
  settleReproduced(transaction, submission);
  rankAnew(transaction, member);
  return { kind: 'removed', submission };
}

export function appoint(
  { rows }: Transaction,
  { admin_sha256 }: Writes['appoint']['request'],
): Outcome<'appoint'> {
  rows.appoint(admin_sha256);
  return { kind: 'appointed' };
}

/** Of a request that is repeated. A run that is flagged by nobody needs nobody to take it back. */
function isSaidAlready(before: Submission, { status, reason }: Writes['review']['request']): boolean {
  if (status === 'flagged') return before.status === 'flagged' && before.reason === reason;
  return status === 'unverified' && before.status === 'unverified';
}

const factsOf = ({ id, member_id, kind, received_at }: Submission) => ({
  ...{ member_id, submission_id: id, kind, received_at },
});
