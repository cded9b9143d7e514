import type { Distribution } from '../../../src/schema/community/groups.ts';
import { distributionOf } from '../../registry/distribution.ts';
import { countOf } from '../../registry/ranking.ts';
import { LEAST_GROUP, type Scope, type Store } from '../../store.ts';
import { type ScoreBands, scoreBands } from './score-bands.ts';
import { type Week, weekOf } from './week.ts';

/** What may be told of a group of five or more. */
export interface GroupFacts {
  members: number;
  distribution: Distribution;
  week: Week;
  /** Of the capstone and of the baseline; null where fewer than five have a score. */
  capstone: ScoreBands | null;
  baseline: ScoreBands | null;
}

/** @returns null for a group that is too small */
export async function groupFacts(store: Store, scope: Scope, at: number): Promise<GroupFacts | null> {
  const progress = await store.histogram(scope, 'progress');
  const members = countOf(progress);
  if (members < LEAST_GROUP) return null;
  return {
    members,
    distribution: distributionOf(progress),
    week: await weekOf(store, scope, progress, at),
    capstone: await scoreBands(store, scope, 'overall', members),
    baseline: await scoreBands(store, scope, 'baseline', members),
  };
}
