import { type Contribution, contributionsOf, scopesOf } from '../contributions.ts';
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
  tallies: Map<string, TallyChange>;
  standings: Map<string, StandingChange>;
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
        tallies: remaining(tallies).sort((a, b) => compare(a.tally, b.tally) || a.value - b.value),
        standings: remaining(standings).sort(
          (a, b) =>
            compare(a.tally, b.tally) ||
            b.value - a.value ||
            a.at - b.at ||
            compare(a.member_id, b.member_id),
        ),
        spellings: remaining(spellings).sort((a, b) => compare(a.spelling, b.spelling)),
      };
      const isNothing = change.tallies.length + change.standings.length + change.spellings.length === 0;
      return isNothing ? [] : [change];
    });
  }

  #sum({ member, bests }: Counted, sign: 1 | -1) {
    for (const { scope, tally, value, ranked, at } of contributionsOf(member, bests)) {
      const pending = this.#pending(scope);
      count(pending.tallies, `${tally} ${value}`, sign, () => ({ tally, value, n: 0 }));
      if (!ranked || !this.#withStandings) continue;
      const { id } = member;
      count(pending.standings, `${tally} ${value} ${at} ${id}`, sign, () => {
        return { tally, value, at, member_id: id, n: 0 };
      });
    }
    const spelling = member.institution;
    if (spelling === null) return;
    const scope = scopesOf(member).find(({ kind }) => kind === 'institution');
    if (scope) count(this.#pending(scope).spellings, spelling, sign, () => ({ spelling, n: 0 }));
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

function count<T extends { n: number }>(counts: Map<string, T>, key: string, by: number, make: () => T) {
  const present = counts.get(key);
  if (present) {
    present.n += by;
    return;
  }
  const made = make();
  made.n = by;
  counts.set(key, made);
}

const remaining = <T extends { n: number }>(counts: Map<string, T>): T[] =>
  [...counts.values()].filter(({ n }) => n !== 0);

const compare = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

const sorted = <T>(map: Map<string, T>): T[] =>
  [...map].sort(([a], [b]) => compare(a, b)).map(([, value]) => value);
