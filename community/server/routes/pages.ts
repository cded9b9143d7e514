import * as z from 'zod';
import type { ErrorCode } from '../../../src/errors.ts';
import { track } from '../../../src/schema/community/groups.ts';
import { classPage } from '../../pages/views/class.ts';
import { cohortPage } from '../../pages/views/cohort.ts';
import { homePage } from '../../pages/views/home.ts';
import { institutionPage } from '../../pages/views/institution.ts';
import { leaderboardPage } from '../../pages/views/leaderboard.ts';
import { runPage } from '../../pages/views/run.ts';
import { PAGE_HEADERS } from '../headers.ts';
import { defineRoute } from '../route.ts';
import { UnknownRoute } from '../unknown-route.ts';

/** What all pages have in common. */
const PAGE = {
  method: 'GET' as const,
  access: 'public' as const,
  answer: z.string(),
  media_type: 'text/html; charset=utf-8',
  is_cacheable: true,
  headers: PAGE_HEADERS,
};
const FOUND_OR_NOT: readonly ErrorCode[] = ['unknown_group'];

const ENTRIES = 25;

/** @throws UnknownRoute where there is none */
function found<T>(facts: T | null, what: string): T {
  if (facts !== null) return facts;
  throw new UnknownRoute(
    404,
    `there is no ${what} here`,
    'It may have gone, or have fewer than five members.',
  );
}

export const homeRoute = defineRoute({
  ...PAGE,
  path: '/',
  id: 'homePage',
  summary: 'A page: the map and the whole community in numbers',
  handle: async (_asked, { pages }) => homePage(await pages.home()),
});

export const cohortRoute = defineRoute({
  ...PAGE,
  path: '/cohort/:label',
  id: 'cohortPage',
  summary: 'A page: a semester, such as `Fall 2026`',
  errors: FOUND_OR_NOT,
  handle: async ({ params }, { pages }) =>
    cohortPage(found(await pages.cohort(params.label ?? ''), 'such cohort')),
});

export const institutionRoute = defineRoute({
  ...PAGE,
  path: '/institution/:key',
  id: 'institutionPage',
  summary: 'A page: an institution of five members or more',
  errors: FOUND_OR_NOT,
  handle: async ({ params }, { pages }) =>
    institutionPage(found(await pages.institution(params.key ?? ''), 'such institution')),
});

export const classRoute = defineRoute({
  ...PAGE,
  path: '/class/:id',
  id: 'classPage',
  summary: 'A page: a class of five members or more, for whoever has its address',
  errors: FOUND_OR_NOT,
  // It is found by its address only, not by searching.
  headers: { ...PAGE_HEADERS, 'x-robots-tag': 'noindex' },
  handle: async ({ params }, { pages }) => classPage(found(await pages.class(params.id ?? ''), 'such class')),
});

export const leaderboardRoute = defineRoute({
  ...PAGE,
  path: '/leaderboard',
  id: 'leaderboardPage',
  summary: 'A page: the best of everybody or of a cohort',
  // Whatever else a link brings along is left alone.
  query: z.object({
    track: track.catch('overall').default('overall'),
    cohort: z.string().max(40).optional(),
    after: z.string().max(200).optional(),
  }),
  handle: async ({ query: { track: by, cohort = '', after = '' } }, { pages }) =>
    leaderboardPage(
      await pages.board({
        track: by,
        cohort: cohort === '' ? null : cohort,
        after: after === '' ? null : after,
        limit: ENTRIES,
      }),
    ),
});

export const runRoute = defineRoute({
  ...PAGE,
  path: '/run/:id',
  id: 'runPage',
  summary: 'A page: a submitted run with its measurements',
  errors: FOUND_OR_NOT,
  handle: async ({ params }, { pages }) => runPage(found(await pages.run(params.id ?? ''), 'such run')),
});
