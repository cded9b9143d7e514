import type { Distribution } from '../../src/schema/community/groups.ts';
import { fromProgress } from '../contributions.ts';
import { suppress } from '../privacy.ts';

/** How many milestones the course has. */
const ALL_MILESTONES = 6;

const PARTS = [
  { id: 'all_milestones', label: 'All Milestones', holds: (passed: number) => passed >= ALL_MILESTONES },
  {
    id: 'some_milestones',
    label: 'Some Milestones',
    holds: (passed: number) => passed > 0 && passed < ALL_MILESTONES,
  },
  { id: 'just_started', label: 'Just Started', holds: (passed: number) => passed === 0 },
] as const;

/** Values of `progress` and how many members have each. */
export type ProgressHistogram = readonly { value: number; members: number }[];

/**
 * Members of a group by milestones, as far as it may be told. Whoever asks knows how many they are together.
 * @param histogram of `progress`; null where nothing may be told
 */
export function distributionOf(histogram: ProgressHistogram | null): Distribution {
  if (histogram === null) return PARTS.map(({ id, label }) => ({ id, label, members: null, share: null }));
  const counts = PARTS.map(({ holds }) =>
    histogram
      .filter(({ value }) => holds(fromProgress(value).milestones_passed))
      .reduce((total, { members }) => total + members, 0),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shown = suppress(counts);
  return PARTS.map(({ id, label }, i) => {
    const members = shown[i] ?? null;
    return { id, label, members, share: members === null || total === 0 ? null : members / total };
  });
}

/** Members with all milestones, as far as a distribution tells. */
export const allMilestones = (distribution: Distribution): number | null =>
  distribution.find(({ id }) => id === 'all_milestones')?.members ?? null;
