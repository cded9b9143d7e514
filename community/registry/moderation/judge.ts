import { TitoError } from '../../../src/errors.ts';
import {
  type ModerationAnswer,
  type ModerationReason,
  moderationReason,
} from '../../../src/schema/community/moderation.ts';
import type { Submission } from '../../store.ts';
import type { Parts } from '../parts.ts';
import { shownEntry } from '../told.ts';
import { valid } from '../valid.ts';
import { authorize } from './authorize.ts';
import { handlesOf } from './shown.ts';

/**
 * Takes a run its rank, for a reason that its member is told.
 * @throws TitoError `no_moderator`, `not_a_moderator`, `unknown_run`, `bad_request`
 */
export async function flag(
  parts: Parts,
  run: string,
  why: ModerationReason,
  token: string | null,
): Promise<ModerationAnswer> {
  await authorize(parts, token);
  const { reason } = valid(moderationReason, why);
  return review(parts, run, 'flagged', reason);
}

/**
 * Gives a flagged run its rank back.
 * @throws TitoError as `flag`
 */
export async function unflag(parts: Parts, run: string, token: string | null): Promise<ModerationAnswer> {
  await authorize(parts, token);
  const found = await parts.store.submission(run);
  // What is not flagged may have been vouched for, which is not to be taken back here.
  if (found !== null && found.status !== 'flagged') return answerOf(parts, found, 'unflag', null, false);
  return review(parts, run, 'unverified', null);
}

/**
 * Removes a run; why is kept, and told to its member. The same once more is not done twice.
 * @throws TitoError as `flag`
 */
export async function remove(
  parts: Parts,
  run: string,
  why: ModerationReason,
  token: string | null,
): Promise<ModerationAnswer> {
  await authorize(parts, token);
  const { reason } = valid(moderationReason, why);
  const { store, clock } = parts;
  const outcome = await store.write('remove', { submission_id: run, reason, at: clock() });
  if (outcome.kind === 'removed')
    return { ...(await answerOf(parts, outcome.submission, 'remove', reason, true)), status: null };
  const [done] = await store.moderations({ submission_id: run, before: null, limit: 1 });
  if (done?.action !== 'remove') throw unknown(run);
  const handle = await handlesOf(store)(done.member_id);
  return { ...shownEntry(done), handle, changed: false, status: null };
}

async function review(
  parts: Parts,
  run: string,
  status: 'flagged' | 'unverified',
  reason: string | null,
): Promise<ModerationAnswer> {
  const { store, clock } = parts;
  const outcome = await store.write('review', { submission_id: run, status, reason, at: clock() });
  if (outcome.kind === 'unknown') throw unknown(run);
  const { before, submission } = outcome;
  const changed = before.status !== submission.status || before.reason !== submission.reason;
  return answerOf(parts, submission, status === 'flagged' ? 'flag' : 'unflag', reason, changed);
}

async function answerOf(
  { store, clock }: Parts,
  { id, member_id, kind, received_at, status }: Submission,
  action: ModerationAnswer['action'],
  reason: string | null,
  changed: boolean,
): Promise<ModerationAnswer> {
  const entry = shownEntry({
    at: clock(),
    ...{ action, reason, member_id, submission_id: id, kind, received_at },
  });
  return { ...entry, handle: await handlesOf(store)(member_id), changed, status };
}

const unknown = (run: string) => new TitoError('unknown_run', { run: run.slice(0, 100) });
