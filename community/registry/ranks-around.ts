import type { Metric } from '../../src/schema/community/groups.ts';
import type { SubmitAnswer } from '../../src/schema/community/submission.ts';
import type { Member, Store } from '../store.ts';
import { groupOf, labelOf, type Place, rankedScopes } from './groups.ts';

/**
 * A member's place in each group before and after a best has changed. Both are read after it: what others did in the
 * meantime moves neither, so the difference is what this run has done.
 */
export async function ranksAround(
  store: Store,
  member: Member,
  metric: Metric,
  before: number | null,
  after: number | null,
): Promise<Pick<SubmitAnswer, 'ranks_before' | 'ranks_after'>> {
  const both = await Promise.all(
    rankedScopes(member).map(async (scope) => {
      const members = await store.members(scope);
      const [was, is] = await Promise.all([
        store.rank(scope, metric, before ?? 0),
        store.rank(scope, metric, after ?? 0),
      ]);
      const label = await labelOf(store, scope, member);
      return {
        ranks_before: groupOf(scope, label, members, placeBefore(was, before, after)),
        ranks_after: groupOf(scope, label, members, { rank: after === null ? null : is.rank, of: is.of }),
      };
    }),
  );
  return {
    ranks_before: both.map((each) => each.ranks_before),
    ranks_after: both.map((each) => each.ranks_after),
  };
}

/** The place with the former value, without the member's new one, which is counted by now. */
function placeBefore(
  { rank, of }: { rank: number; of: number },
  before: number | null,
  after: number | null,
): Place {
  if (before === null) return { rank: null, of: after === null ? of : of - 1 };
  return { rank: after !== null && after > before ? rank - 1 : rank, of };
}
