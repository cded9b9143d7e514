import type { Metric } from '../../../src/schema/community/groups.ts';
import { suppress } from '../../privacy.ts';
import { countOf } from '../../registry/ranking.ts';
import { LEAST_GROUP, type Scope, type Store } from '../../store.ts';

export interface ScoreBands {
  /** Twenty points each, the lowest first. */
  bands: { from: number; to: number; members: number | null }[];
}

const WIDTH = 20;
const BANDS = 5;

/**
 * Best scores of a group in bands. Members without a score are a cell as well, since the size of the group is known.
 * @param members of the group
 * @returns null where fewer than five have one, or nothing can be told
 */
export async function scoreBands(
  store: Store,
  scope: Scope,
  metric: Metric,
  members: number,
): Promise<ScoreBands | null> {
  const histogram = await store.histogram(scope, metric);
  const scored = countOf(histogram);
  if (scored < LEAST_GROUP) return null;
  const counts = Array.from({ length: BANDS }, (_, i) =>
    countOf(histogram.filter(({ value }) => Math.min(BANDS - 1, Math.floor(value / WIDTH)) === i)),
  );
  const shown = suppress([...counts, Math.max(0, members - scored)]);
  if (shown.every((cell) => cell === null)) return null;
  const bands = counts.map((_, i) => ({
    from: i * WIDTH,
    to: i === BANDS - 1 ? 100 : (i + 1) * WIDTH - 1,
    members: shown[i] ?? null,
  }));
  return { bands };
}
