import type { Registry } from '../../../src/community-contracts.ts';
import type { Track } from '../../../src/schema/community/groups.ts';
import type { LeaderboardEntry } from '../../../src/schema/community/submission.ts';

/** The registry gives at most so many at a time. */
const PAGE = 100;

/** The first of a board, page by page. */
export async function boardEntries(
  registry: Registry,
  track: Track,
  cohort: string | null,
  most: number,
): Promise<LeaderboardEntry[]> {
  const entries: LeaderboardEntry[] = [];
  let after: string | null = null;
  while (entries.length < most) {
    const limit = Math.min(PAGE, most - entries.length);
    const query = { track, within: cohort === null ? ('all' as const) : ('cohort' as const), limit };
    const from: { cohort?: string; after?: string } = {
      ...(cohort === null ? {} : { cohort }),
      ...(after === null ? {} : { after }),
    };
    const { entries: found, next } = await registry.leaderboard({ ...query, ...from }, null);
    entries.push(...found);
    if (next === null) break;
    after = next;
  }
  return entries;
}
