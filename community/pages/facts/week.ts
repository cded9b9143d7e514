import { MILESTONES } from '../../../src/schema/community/member.ts';
import { fromProgress } from '../../contributions.ts';
import { suppress } from '../../privacy.ts';
import type { Histogram } from '../../registry/ranking.ts';
import { countOf } from '../../registry/ranking.ts';
import { lastWeek } from '../../registry/times.ts';
import type { Scope, Store } from '../../store.ts';

/** The last seven days of a group. Null where too few are concerned to be told. */
export interface Week {
  joined: number | null;
  milestones: { milestone: number; passed: number | null }[];
}

/**
 * How many of a group joined, and passed each milestone, in the last seven days. Those who did so before, and those who
 * have not, are groups as well: where one of them is too small, subtraction must not tell it.
 *
 * @param progress of the group, which is large enough to be told of
 */
export async function weekOf(store: Store, scope: Scope, progress: Histogram, at: number): Promise<Week> {
  const { from, to } = lastWeek(at);
  const members = countOf(progress);
  const joined = await store.joined(scope, from, to);
  const milestones = await Promise.all(
    Array.from({ length: MILESTONES }, async (_, i) => {
      const milestone = i + 1;
      const passed = await store.passed(scope, milestone, from, to);
      const ever = countOf(
        progress.filter(({ value }) => fromProgress(value).milestones_passed >= milestone),
      );
      return { milestone, passed: firstOf([passed, Math.max(0, ever - passed), members - ever]) };
    }),
  );
  return { joined: firstOf([joined, Math.max(0, members - joined)]), milestones };
}

const firstOf = (cells: readonly number[]): number | null => suppress(cells)[0] ?? null;
