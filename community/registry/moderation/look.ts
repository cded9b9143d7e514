import { TitoError } from '../../../src/errors.ts';
import {
  type ModerationLogAnswer,
  type ModerationLogQuery,
  moderationLogQuery,
  type ReviewsAnswer,
  type ReviewsQuery,
  reviewsQuery,
} from '../../../src/schema/community/moderation.ts';
import type { Submission } from '../../store.ts';
import type { Parts } from '../parts.ts';
import { shownEntry } from '../told.ts';
import { valid } from '../valid.ts';
import { authorize } from './authorize.ts';
import { handlesOf, shownRun } from './shown.ts';

/**
 * Runs to be looked at, the latest first.
 * @throws TitoError `no_moderator`, `not_a_moderator`, `bad_request`
 */
export async function reviews(
  parts: Parts,
  asked: ReviewsQuery,
  token: string | null,
): Promise<ReviewsAnswer> {
  await authorize(parts, token);
  const { status, handle, limit, after } = valid(reviewsQuery, asked);
  const { store } = parts;
  const flagged = status === 'flagged';
  const handles = handlesOf(store);
  const shown = (runs: readonly Submission[]) =>
    Promise.all(runs.map(async (run) => shownRun(run, await handles(run.member_id))));
  if (handle !== undefined) {
    const members = await store.membersCalled(handle);
    const runs = (await Promise.all(members.map(({ id }) => store.submissionsOf(id)))).flat();
    return { runs: await shown(runs.filter((run) => !flagged || run.status === 'flagged')), next: null };
  }
  const before = after === undefined ? null : positionOf(after);
  const runs = await store.submissions({ flagged, before, limit: limit + 1 });
  const last = runs.length > limit ? runs[limit - 1] : undefined;
  return {
    runs: await shown(runs.slice(0, limit)),
    next: last === undefined ? null : `${last.received_at}.${last.id}`,
  };
}

/**
 * What moderators did, the latest first.
 * @throws TitoError `no_moderator`, `not_a_moderator`, `bad_request`
 */
export async function history(
  parts: Parts,
  asked: ModerationLogQuery,
  token: string | null,
): Promise<ModerationLogAnswer> {
  await authorize(parts, token);
  const { limit, after } = valid(moderationLogQuery, asked);
  const { store } = parts;
  const before = after === undefined ? null : numberOf(after);
  const found = await store.moderations({ before, limit: limit + 1 });
  const handles = handlesOf(store);
  const entries = found.slice(0, limit).map(async (each) => ({
    ...shownEntry(each),
    handle: await handles(each.member_id),
  }));
  const next = found.length > limit ? `${found[limit - 1]?.number}` : null;
  return { entries: await Promise.all(entries), next };
}

function positionOf(after: string): Pick<Submission, 'received_at' | 'id'> {
  const [, received_at, id] = /^(\d{1,15})\.(.+)$/.exec(after) ?? [];
  if (received_at === undefined || id === undefined) throw noPage();
  return { received_at: Number(received_at), id };
}

function numberOf(after: string): number {
  if (!/^\d{1,15}$/.test(after)) throw noPage();
  return Number(after);
}

const noPage = () =>
  new TitoError('bad_request', { field: 'after', problem: 'this is not where a page ended' });
