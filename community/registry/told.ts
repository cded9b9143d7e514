import type { ModerationEntry } from '../../src/schema/community/moderation.ts';
import type { Moderation } from '../moderation-writes.ts';
import type { Store } from '../store.ts';
import { iso } from './times.ts';

/** What a moderator did, as it is told. */
export const shownEntry = (done: Omit<Moderation, 'number'>): ModerationEntry => ({
  at: iso(done.at),
  action: done.action,
  reason: done.reason,
  submission_id: done.submission_id,
  kind: done.kind,
  received_at: iso(done.received_at),
});

/** So many are told to the member; nobody's runs are looked at more often. */
const MOST_TOLD = 100;

/** As it stands in an answer: nothing where there is nothing to tell. */
export const told = (moderation: ModerationEntry[]): { moderation?: ModerationEntry[] } =>
  moderation.length === 0 ? {} : { moderation };

/** What moderators did to the runs of one member, the latest first. */
export async function moderatedOf(store: Store, member_id: string): Promise<ModerationEntry[]> {
  const found = await store.moderations({ member_id, before: null, limit: MOST_TOLD });
  return found.map(shownEntry);
}

/** What of that still holds: the runs that are flagged now, and those that were removed. */
export async function standingWords(store: Store, member_id: string): Promise<ModerationEntry[]> {
  const all = await moderatedOf(store, member_id);
  const seen = new Set<string>();
  return all.filter(({ submission_id, action }) => {
    const isLatest = !seen.has(submission_id);
    seen.add(submission_id);
    return isLatest && (action === 'flag' || action === 'remove');
  });
}
