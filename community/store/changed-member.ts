import { dayOf } from '../contributions.ts';
import type { Member, Writes } from '../store.ts';

/** A member who just joined; milestones that are passed already count for that day. */
export const newMember = (
  { code_sha256: _, ...request }: Writes['join']['request'],
  number: number,
  class_id: string | null,
): Member => ({
  ...request,
  number,
  updated_at: request.joined_at,
  milestone_days: milestoneDays([], request.milestones_passed, request.joined_at),
  class_id,
  class_removal: null,
});

type Change = Writes['update']['request']['change'] & Partial<Pick<Member, 'class_id' | 'class_removal'>>;

/** A member after an update; the very same one where nothing differs. */
export function changedMember(before: Member, { at, change }: { at: number; change: Change }): Member {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const after: Member = { ...before, ...given };
  const differs = (Object.keys(given) as (keyof typeof change)[]).some((key) => before[key] !== after[key]);
  if (!differs) return before;
  return {
    ...after,
    updated_at: at,
    milestone_days: milestoneDays(before.milestone_days, after.milestones_passed, at),
  };
}

/** Those passed already keep their day, new ones get the day of `at`, those taken back lose it. */
const milestoneDays = (before: readonly number[], passed: number, at: number): number[] =>
  Array.from({ length: passed }, (_, i) => before[i] ?? dayOf(at));
