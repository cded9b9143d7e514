/** What the registry is asked in this process. */
import { institutionKey, progressOf } from '../../community/contributions.ts';
import type { Member, Scope, Store } from '../../community/store.ts';
import type { Registry } from '../../src/community-contracts.ts';

export interface Open {
  store: Store;
  registry: Registry;
  /** Now, by the registry's clock. */
  until: number;
}

/** A member who asks. */
export interface Who {
  member: Member;
  token: string;
  /** Id of a capstone that this member submitted. */
  capstone: string;
}

export interface Question {
  id: string;
  title: string;
  /** Whether it is one page or number that people wait for, and so has a goal. */
  has_goal: boolean;
  ask: (open: Open, who: Who) => Promise<unknown>;
}

const MONTH_MS = 30 * 86_400_000;
const TOP = { track: 'overall', within: 'all', limit: 10 } as const;

const rank = (kind: Scope['kind'], keyOf: (member: Member) => string): Question => ({
  id: `rank_${kind}`,
  title: `rank in ${kind}`,
  has_goal: true,
  ask: ({ store }, { member }) => store.rank({ kind, key: keyOf(member) }, 'progress', progressOf(member)),
});

export const QUESTIONS: readonly Question[] = [
  { id: 'stats', title: 'stats', has_goal: true, ask: ({ registry }) => registry.stats(null) },
  {
    id: 'stats_member',
    title: 'stats of a member',
    has_goal: true,
    ask: ({ registry }, { token }) => registry.stats(token),
  },
  rank('all', () => ''),
  rank('cohort', ({ cohort }) => cohort),
  rank('institution', ({ institution }) => institutionKey(institution ?? '')),
  {
    id: 'cohort',
    title: 'cohort page',
    has_goal: true,
    ask: ({ registry }, { token }) => registry.cohort({ kind: 'cohort' }, token),
  },
  {
    id: 'groups',
    title: 'pages of all own groups (three)',
    has_goal: false,
    ask: ({ registry }, { token }) => registry.cohort({}, token),
  },
  {
    id: 'since',
    title: 'cohort page since 30 days ago',
    has_goal: true,
    ask: ({ registry, until }, { token }) =>
      registry.cohort(
        { kind: 'cohort', since: new Date(until - MONTH_MS).toISOString().slice(0, 10) },
        token,
      ),
  },
  {
    id: 'leaderboard',
    title: 'leaderboard',
    has_goal: true,
    ask: ({ registry }) => registry.leaderboard(TOP, null),
  },
  {
    id: 'leaderboard_member',
    title: 'leaderboard with neighbours (three pages)',
    has_goal: false,
    ask: ({ registry }, { token }) => registry.leaderboard(TOP, token),
  },
  {
    id: 'leaderboard_page',
    title: 'leaderboard from somewhere down',
    has_goal: true,
    ask: ({ registry }, { capstone }) => registry.leaderboard({ ...TOP, after: capstone }, null),
  },
  {
    id: 'cutoffs',
    title: 'cut-offs of the cohort',
    has_goal: false,
    ask: ({ registry }, { token }) => registry.cutoffs('overall', token),
  },
];
