import { describe } from 'vitest';
import { describeClasses } from './store-contract/classes.ts';
import { describeCounts } from './store-contract/counts.ts';
import { describeHistories } from './store-contract/histories.ts';
import { describeLimits } from './store-contract/limits.ts';
import { describeMembers } from './store-contract/members.ts';
import { describeModeration } from './store-contract/moderation.ts';
import { describeReproduction } from './store-contract/reproduction.ts';
import { describeStandings } from './store-contract/standings.ts';
import type { OpenStore } from './store-contract/store-under-test.ts';
import { describeSubmissions } from './store-contract/submissions.ts';

/** What every store of the registry has to do, whatever it keeps its rows in. */
export function describeStore(name: string, open: OpenStore): void {
  describe(`the store on ${name}`, () => {
    describeMembers(open);
    describeClasses(open);
    describeCounts(open);
    describeStandings(open);
    describeSubmissions(open);
    describeReproduction(open);
    describeModeration(open);
    describeLimits(open);
    describeHistories(open);
  });
}
