import type { Submission } from '../store.ts';

/**
 * Whether one run vouches for another: of the same member's same code, drawn and measured anew at another time, with a
 * score that agrees within what both know of it.
 */
export function reproduces(a: Submission, b: Submission): boolean {
  return (
    a.member_id === b.member_id &&
    a.kind === b.kind &&
    a.subject_sha256 === b.subject_sha256 &&
    a.status !== 'flagged' &&
    b.status !== 'flagged' &&
    a.seed !== b.seed &&
    a.samples_sha256 !== b.samples_sha256 &&
    a.measured_at !== b.measured_at &&
    overlap(a, b)
  );
}

function overlap(a: Submission, b: Submission): boolean {
  if (a.score_low === null || a.score_high === null) return false;
  if (b.score_low === null || b.score_high === null) return false;
  return a.score_low <= b.score_high && b.score_low <= a.score_high;
}
