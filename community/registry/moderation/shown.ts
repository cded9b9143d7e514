import type { ReviewedRun } from '../../../src/schema/community/moderation.ts';
import type { Store, Submission } from '../../store.ts';
import { iso } from '../times.ts';

/** Nothing of who the member is but the handle. */
export function shownRun(submission: Submission, handle: string): ReviewedRun {
  const { id, kind, score, score_low, score_high, status, reason, bracket, subject, received_at } =
    submission;
  return {
    ...{ submission_id: id, handle, kind, score },
    score_interval: score_low === null || score_high === null ? null : [score_low, score_high],
    ...{ status, reason, bracket, subject, received_at: iso(received_at) },
  };
}

/** Handles of members, each asked for once. Empty for one who leaves meanwhile. */
export function handlesOf(store: Store): (member_id: string) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  return (member_id) => {
    const handle = known.get(member_id) ?? store.member(member_id).then((member) => member?.handle ?? '');
    known.set(member_id, handle);
    return handle;
  };
}
