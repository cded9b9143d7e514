import { type Contribution, contributionsOf, institutionKey } from '../contributions.ts';
import type { Best, Member, Position, Scope } from '../store.ts';

/** A member with the bests: all that the counts hang on. */
export interface Counted {
  member: Member;
  bests: readonly Best[];
}

export interface TallyChange {
  tally: Contribution['tally'];
  value: number;
  n: number;
}
export interface StandingChange extends Position {
  tally: Contribution['tally'];
  /** 1: enters, -1: goes. */
  n: number;
}
export interface SpellingChange {
  spelling: string;
  n: number;
}

/** What some writes do to the counts of one scope. */
export interface ScopeChange {
  scope: Scope;
  tallies: TallyChange[];
  standings: StandingChange[];
  spellings: SpellingChange[];
}

interface Pending {
  scope: Scope;
  /** How many more or fewer have each value. */
  tallies: Map<Contribution['tally'], Map<number, number>>;
  /** By member, who has a few of them. */
  standings: Map<string, StandingChange[]>;
  spellings: Map<string, SpellingChange>;
}

/**
 * What the writes of a transaction do to the counts, as one sum: what a member added before is taken away, what it adds
 * now is added, and a row that all members share is touched once.
 */
export class Differences {
  readonly #scopes = new Map<string, Pending>();
  readonly #withStandings: boolean;
  #last: { scope: Scope; pending: Pending } | null = null;

  /** @param options.standings whether places are kept beside the members, where no index keeps them in order */
  constructor(options: { standings: boolean } = { standings: true }) {
    this.#withStandings = options.standings;
  }

  /** @param before null for somebody who was not there; `after` likewise for somebody who goes */
  add(before: Counted | null, after: Counted | null): void {
    if (before) this.#sum(before, -1);
    if (after) this.#sum(after, 1);
  }

  /** What is left of it, each list in the order of its table's key, so that two stores never wait for one another. */
  net(): ScopeChange[] {
    return sorted(this.#scopes).flatMap(({ scope, tallies, standings, spellings }) => {
      const change: ScopeChange = {
        scope,
        tallies: talliesIn(tallies),
        standings: remaining([...standings.values()].flat()).sort(
          (a, b) =>
            compare(a.tally, b.tally) ||
            b.value - a.value ||
            a.at - b.at ||
            compare(a.member_id, b.member_id),
        ),
        spellings: remaining(spellings.values()).sort((a, b) => compare(a.spelling, b.spelling)),
      };
      const isNothing = change.tallies.length + change.standings.length + change.spellings.length === 0;
      return isNothing ? [] : [change];
    });
  }

  #sum({ member, bests }: Counted, n: 1 | -1) {
    for (const { scope, tally, value, ranked, at } of contributionsOf(member, bests)) {
      const pending = this.#pending(scope);
      countTally(pending, tally, value, n);
      if (ranked && this.#withStandings)
        countStanding(pending, { tally, value, at, member_id: member.id, n });
    }
    const spelling = member.institution;
    if (spelling === null) return;
    const { spellings } = this.#pending({ kind: 'institution', key: institutionKey(spelling) });
    const present = spellings.get(spelling);
    if (present) present.n += n;
    else spellings.set(spelling, { spelling, n });
  }

  #pending(scope: Scope): Pending {
    // Contributions to one scope come one after another.
    if (this.#last?.scope === scope) return this.#last.pending;
    const key = `${scope.kind} ${scope.key}`;
    const pending = this.#scopes.get(key) ?? newPending(scope);
    this.#scopes.set(key, pending);
    this.#last = { scope, pending };
    return pending;
  }
}

const newPending = (scope: Scope): Pending => ({
  scope,
  tallies: new Map(),
  standings: new Map(),
  spellings: new Map(),
});

function countTally({ tallies }: Pending, tally: Contribution['tally'], value: number, n: number) {
  let values = tallies.get(tally);
  if (!values) {
    values = new Map();
    tallies.set(tally, values);
  }
  values.set(value, (values.get(value) ?? 0) + n);
}

const talliesIn = (tallies: Pending['tallies']): TallyChange[] =>
  [...tallies]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([tally, values]) =>
      remaining([...values].map(([value, n]) => ({ tally, value, n }))).sort((a, b) => a.value - b.value),
    );

function countStanding({ standings }: Pending, change: StandingChange) {
  const { tally, value, at, member_id, n } = change;
  const all = standings.get(member_id);
  const present = all?.find((each) => each.tally === tally && each.value === value && each.at === at);
  if (present) present.n += n;
  else if (all) all.push(change);
  else standings.set(member_id, [change]);
}

const remaining = <T extends { n: number }>(counts: Iterable<T>): T[] =>
  [...counts].filter(({ n }) => n !== 0);

const compare = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

const sorted = <T>(map: Map<string, T>): T[] =>
  [...map].sort(([a], [b]) => compare(a, b)).map(([, value]) => value);
