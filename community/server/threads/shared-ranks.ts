import type { Metric } from '../../../src/schema/community/groups.ts';
import type { Scope, Store } from '../../store.ts';

type Reads = Pick<Store, 'rank' | 'histogram'>;
type Bars = Awaited<ReturnType<Store['histogram']>>;

/**
 * Ranks for the many who are answered at once: members whose writes went to disk together ask for their places in the
 * same groups, one after the other, and nothing changes in between. The first is told by the store; from the second on
 * the group's histogram is read, once for all of them.
 *
 * What was read holds until the next turn of the event loop, and never beyond `forget`: whoever is answered sees what
 * was written by then.
 */
export class SharedRanks {
  readonly #reads: Reads;
  readonly #groups = new Map<string, Promise<Bars> | null>();

  constructor(reads: Reads) {
    this.#reads = reads;
  }

  rank(scope: Scope, metric: Metric, value: number): ReturnType<Store['rank']> {
    // Scores have too many values for a histogram to be read in less time than a few ranks.
    if (metric !== 'progress') return this.#reads.rank(scope, metric, value);
    const group = `${scope.kind} ${scope.key}`;
    const present = this.#groups.get(group);
    if (present === undefined) {
      if (this.#groups.size === 0) setImmediate(() => this.forget());
      this.#groups.set(group, null);
      return this.#reads.rank(scope, metric, value);
    }
    const bars = present ?? this.#reads.histogram(scope, metric);
    this.#groups.set(group, bars);
    return bars.then((all) => rankAmong(all, value));
  }

  forget(): void {
    this.#groups.clear();
  }
}

/** Competition ranking: 1 + how many have more. */
function rankAmong(bars: Bars, value: number): { rank: number; of: number } {
  let [better, of] = [0, 0];
  for (const bar of bars) {
    if (bar.value > value) better += bar.members;
    of += bar.members;
  }
  return { rank: 1 + better, of };
}
