import type { StatsAnswer } from '../../../src/schema/community/answers.ts';
import type { Track } from '../../../src/schema/community/groups.ts';
import type { LeaderboardAnswer, LeaderboardEntry } from '../../../src/schema/community/submission.ts';
import { cohortOf } from '../../cohort.ts';
import { isoDay } from '../../registry/times.ts';
import { LEAST_GROUP } from '../../store.ts';
import { boardEntries } from './board-entries.ts';
import { type ClassFacts, classFacts } from './class-facts.ts';
import { cohortLabels } from './cohorts.ts';
import { type GroupFacts, groupFacts } from './group-facts.ts';
import { type Institution, keptInstitutions } from './institutions.ts';
import { type RunFacts, runReader } from './run-facts.ts';
import type { Source } from './source.ts';
import { type Week, weekOf } from './week.ts';

/** What the frame of every page says. */
export interface Now {
  total: number;
  /** Label of the current cohort. */
  cohort: string;
  /** Today, in UTC. */
  day: string;
}

export interface HomeFacts {
  now: Now;
  stats: StatsAnswer;
  week: Week;
  cohorts: string[];
  /** The largest of those that may be told, and how many of these there are. */
  institutions: readonly Institution[];
  institutions_shown: number;
}

export interface CohortFacts {
  now: Now;
  label: string;
  cohorts: string[];
  /** Null where it has fewer than five members. */
  group: GroupFacts | null;
  best: LeaderboardEntry[];
}

export interface InstitutionFacts {
  now: Now;
  institution: Institution;
  group: GroupFacts;
}

export interface BoardFacts {
  now: Now;
  board: LeaderboardAnswer;
  /** Null for everybody. */
  cohort: string | null;
  cohorts: string[];
  is_continued: boolean;
}

/** What the pages show, of everybody and to everybody; what may not be told is not in it. */
export interface PageFacts {
  home: () => Promise<HomeFacts>;
  /** @returns null for a cohort that never was, or is too small to be told of and over */
  cohort: (label: string) => Promise<CohortFacts | null>;
  /** @returns null for an institution that is not there or too small */
  institution: (key: string) => Promise<InstitutionFacts | null>;
  /** @returns null for a class that is not there or too small */
  class: (id: string) => Promise<ClassFacts | null>;
  board: (query: BoardQuery) => Promise<BoardFacts>;
  run: (id: string) => Promise<{ now: Now; run: RunFacts } | null>;
  /** The first of a board, up to so many. */
  entries: (track: Track, cohort: string | null, most: number) => Promise<LeaderboardEntry[]>;
  download: () => Promise<Download>;
}

export interface BoardQuery {
  track: Track;
  cohort: string | null;
  after: string | null;
  limit: number;
}

export interface Download {
  day: string;
  least_group: number;
  stats: StatsAnswer;
  institutions: readonly Institution[];
  institutions_other: number;
}

const LARGEST = 12;
const BEST = 5;
const ALL = { kind: 'all', key: '' } as const;

export function createPageFacts(source: Source): PageFacts {
  const { store, registry, clock } = source;
  const institutions = keptInstitutions(store, clock);
  const run = runReader(store);
  const now = async (): Promise<Now> => ({
    total: await store.members(ALL),
    cohort: cohortOf(clock()),
    day: isoDay(clock()),
  });
  return {
    home: async () => {
      const { shown } = await institutions();
      return {
        now: await now(),
        stats: await registry.stats(null),
        week: await weekOf(store, ALL, await store.histogram(ALL, 'progress'), clock()),
        cohorts: await cohortLabels(store, clock()),
        institutions: shown.slice(0, LARGEST),
        institutions_shown: shown.length,
      };
    },
    cohort: async (label) => {
      const cohorts = await cohortLabels(store, clock());
      if (!cohorts.includes(label)) return null;
      const group = await groupFacts(store, { kind: 'cohort', key: label }, clock());
      const query = { track: 'overall', within: 'cohort', cohort: label, limit: BEST } as const;
      const best = group && (await registry.leaderboard(query, null)).entries;
      return { now: await now(), label, cohorts, group, best: best ?? [] };
    },
    institution: async (key) => {
      const institution = (await institutions()).byKey.get(key);
      const group = institution && (await groupFacts(store, { kind: 'institution', key }, clock()));
      return institution && group ? { now: await now(), institution, group } : null;
    },
    class: async (id) => classFacts(store, id, await now(), clock()),
    board: async ({ track, cohort, after, limit }) => {
      const query = {
        track,
        within: cohort === null ? ('all' as const) : ('cohort' as const),
        ...(cohort === null ? {} : { cohort }),
        limit,
        ...(after === null ? {} : { after }),
      };
      const board = await registry.leaderboard(query, null);
      const cohorts = await cohortLabels(store, clock());
      return { now: await now(), board, cohort, cohorts, is_continued: after !== null };
    },
    run: async (id) => {
      const found = await run(id);
      return found && { now: await now(), run: found };
    },
    entries: (track, cohort, most) => boardEntries(registry, track, cohort, most),
    download: async () => {
      const { shown, other } = await institutions();
      const stats = await registry.stats(null);
      return {
        day: isoDay(clock()),
        least_group: LEAST_GROUP,
        stats,
        institutions: shown,
        institutions_other: other,
      };
    },
  };
}
