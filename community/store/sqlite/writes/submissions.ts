import { dayOf } from '../../../contributions.ts';
import type { Best, Member, Outcome, Submission, Writes } from '../../../store.ts';
import { bestsOf, withSubmission } from '../../bests.ts';
import { reproduces } from '../../reproduction.ts';
import { bestsOfMember, memberOf, saveBests } from '../members.ts';
import {
  deleteSubmission,
  insertSubmission,
  submissionBySamples,
  submissionOf,
  submissionsOfMember,
  submissionsOfSubject,
  usedOn,
} from '../submissions.ts';
import type { Transaction } from '../transaction.ts';

export function submit(transaction: Transaction, request: Writes['submit']['request']): Outcome<'submit'> {
  const { db } = transaction;
  const { document, key, request_sha256, quota } = request;
  const { member_id, kind, received_at, samples_sha256 } = request.submission;
  const member = memberOf(db, member_id);
  if (!member) return { kind: 'unknown' };
  const before = bestsOfMember(db, member_id);
  const used = () => usedOn(db, member_id, kind, dayOf(received_at));
  const present = (submission: Submission): Outcome<'submit'> => ({
    kind: 'present',
    submission,
    before,
    after: before,
    used_today: used(),
  });

  const sent = db.one<{ request_sha256: string; submission_id: string }>(
    'SELECT request_sha256, submission_id FROM idempotency WHERE member_id = ? AND key = ?',
    ...[member_id, key],
  );
  if (sent && sent.request_sha256 !== request_sha256) return { kind: 'key_reused' };
  const same = (sent && submissionOf(db, sent.submission_id)) ?? submissionBySamples(db, samples_sha256);
  if (same) return same.member_id === member_id ? present(same) : { kind: 'duplicate' };
  const used_today = used();
  if (used_today >= quota) return { kind: 'quota_used', used_today };

  const submission: Submission = { ...request.submission, status: 'unverified', reason: null };
  insertSubmission(db, submission, document);
  db.run(
    'INSERT INTO idempotency (member_id, key, request_sha256, submission_id, at) VALUES (?, ?, ?, ?, ?)',
    ...[member_id, key, request_sha256, submission.id, received_at],
  );
  settleReproduced(transaction, submission);
  const after = withSubmission(before, submission);
  rank(transaction, member, before, after);
  return {
    kind: 'accepted',
    submission: submissionOf(db, submission.id) ?? submission,
    before,
    after,
    used_today: used_today + 1,
  };
}

export function review(transaction: Transaction, request: Writes['review']['request']): Outcome<'review'> {
  const { db } = transaction;
  const { submission_id, status, reason } = request;
  const before = submissionOf(db, submission_id);
  const member = before && memberOf(db, before.member_id);
  if (!before || !member) return { kind: 'unknown' };
  db.run(
    'UPDATE submission SET status = ?, vouched = ?, reason = ? WHERE id = ?',
    ...[status, Number(status === 'reproduced'), reason, submission_id],
  );
  settleReproduced(transaction, before);
  rankAnew(transaction, member);
  return { kind: 'reviewed', before, submission: submissionOf(db, submission_id) ?? before };
}

export function remove(transaction: Transaction, request: Writes['remove']['request']): Outcome<'remove'> {
  const { db } = transaction;
  const submission = submissionOf(db, request.submission_id);
  const member = submission && memberOf(db, submission.member_id);
  if (!submission || !member) return { kind: 'unknown' };
  deleteSubmission(db, submission);
  settleReproduced(transaction, submission);
  rankAnew(transaction, member);
  transaction.gone.push(submission.id);
  return { kind: 'removed', submission };
}

/** Brings the status of all runs of one subject in line: reproduced where another vouches for it or a moderator did. */
function settleReproduced({ db }: Transaction, subject: Submission) {
  const all = submissionsOfSubject(db, subject);
  for (const each of all) {
    if (each.status === 'flagged' || each.vouched === 1) continue;
    const status = all.some((other) => reproduces(each, other)) ? 'reproduced' : 'unverified';
    if (status !== each.status) db.run('UPDATE submission SET status = ? WHERE id = ?', status, each.id);
  }
}

function rankAnew(transaction: Transaction, member: Member) {
  const { db } = transaction;
  rank(transaction, member, bestsOfMember(db, member.id), bestsOf(submissionsOfMember(db, member.id)));
}

function rank(transaction: Transaction, member: Member, before: Best[], after: Best[]) {
  saveBests(transaction.db, member.id, before, after);
  transaction.isVisible = true;
  transaction.differences.add({ member, bests: before }, { member, bests: after });
}
