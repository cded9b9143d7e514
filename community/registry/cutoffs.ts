import type { CutoffsAnswer } from '../../src/schema/community/answers.ts';
import type { Track } from '../../src/schema/community/groups.ts';
import { LEAST_GROUP, type Scope } from '../store.ts';
import { authenticate } from './authenticate.ts';
import { STEPS, shownMembers } from './groups.ts';
import type { Parts } from './parts.ts';
import type { Histogram } from './ranking.ts';

/**
 * What it takes to be among the best of the member's cohort.
 * @throws TitoError `not_a_member`
 */
export async function cutoffs(parts: Parts, track: Track, token: string): Promise<CutoffsAnswer> {
  const { store } = parts;
  const { cohort } = await authenticate(parts, token);
  const scope: Scope = { kind: 'cohort', key: cohort };
  return {
    kind: scope.kind,
    label: cohort,
    members: shownMembers(scope, await store.members(scope)),
    cutoffs: cutoffsOf(await store.histogram(scope, track)),
  };
}

/**
 * The least score that ranks among the best so many per cent, the widest share first. A share of fewer members than the
 * least group is left out, so that no score is one person's.
 */
export function cutoffsOf(histogram: Histogram): CutoffsAnswer['cutoffs'] {
  let of = 0;
  const places = histogram.map(({ value, members }) => {
    const rank = 1 + of;
    of += members;
    return { value, rank };
  });
  return STEPS.toReversed().flatMap((top_percent) => {
    const best = Math.floor((of * top_percent) / 100);
    if (best < LEAST_GROUP) return [];
    const last = places.findLast(({ rank }) => rank <= best);
    return last ? [{ top_percent, score: last.value }] : [];
  });
}
