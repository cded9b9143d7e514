import { dayOf } from '../../contributions.ts';
import type { Best, Member, Outcome, Submission, Writes } from '../../store.ts';
import { bestsOf, withSubmission } from '../bests.ts';
import { reproduces } from '../reproduction.ts';
import { frozenClass } from './classes.ts';
import type { Transaction } from './rows.ts';

export function submit(transaction: Transaction, request: Writes['submit']['request']): Outcome<'submit'> {
  const { rows } = transaction;
  const { key, request_sha256, quota } = request;
  const { member_id, kind, received_at, samples_sha256 } = request.submission;
  const member = rows.member(member_id);
  if (!member) return { kind: 'unknown' };
  const before = rows.bests(member_id);
  const used = () => rows.usedOn(member_id, kind, dayOf(received_at));
  const present = (submission: Submission): Outcome<'submit'> => ({
    kind: 'present',
    submission,
    before,
    after: before,
    used_today: used(),
  });

  const sent = rows.sentWith(member_id, key);
  if (sent && sent.request_sha256 !== request_sha256) return { kind: 'key_reused' };
  const same = (sent && rows.submission(sent.submission_id)) ?? rows.submissionBySamples(samples_sha256);
  if (same) return same.member_id === member_id ? present(same) : { kind: 'duplicate' };
  const frozen = frozenClass(rows, member, received_at);
  if (frozen) return { kind: 'frozen', class: frozen, until: frozen.frozen_until };
  const used_today = used();
  if (used_today >= quota) return { kind: 'quota_used', used_today };

  const submission: Submission = { ...request.submission, status: 'unverified', reason: null };
  rows.addSubmission(submission, request);
  settleReproduced(transaction, submission);
  const after = withSubmission(before, submission);
  rank(transaction, member, before, after);
  return {
    kind: 'accepted',
    submission: rows.submission(submission.id) ?? submission,
    before,
    after,
    used_today: used_today + 1,
  };
}

/** Brings the status of all runs of one subject in line: reproduced where another vouches for it or a moderator did. */
export function settleReproduced({ rows }: Transaction, subject: Submission) {
  const all = rows.submissionsOfSubject(subject);
  for (const each of all) {
    if (each.status === 'flagged' || each.vouched) continue;
    const status = all.some((other) => reproduces(each, other)) ? 'reproduced' : 'unverified';
    if (status !== each.status) rows.setStatus(each, status, null);
  }
}

/** After something else than a new run has changed what counts. */
export function rankAnew(transaction: Transaction, member: Member) {
  const { rows } = transaction;
  rank(transaction, member, rows.bests(member.id), bestsOf(rows.submissionsOf(member.id)));
}

function rank(transaction: Transaction, member: Member, before: Best[], after: Best[]) {
  transaction.rows.saveBests(member.id, before, after);
  transaction.isVisible = true;
  transaction.differences.add({ member, bests: before }, { member, bests: after });
}
