import type { Readable } from 'node:stream';
import * as z from 'zod';
import { track } from '../../../src/schema/community/groups.ts';
import { boardAsCsv } from '../../pages/data/board-csv.ts';
import { publicNumbers, publicNumbersOf } from '../../pages/data/public-numbers.ts';
import { defineRoute } from '../route.ts';

const MOST_ROWS = 1000;

export const numbersDownload = defineRoute({
  method: 'GET',
  path: '/data/stats.json',
  id: 'downloadStats',
  summary: 'All numbers that may be told, to be kept or drawn otherwise',
  access: 'public',
  answer: publicNumbers,
  is_cacheable: true,
  handle: async (_asked, { pages }) => publicNumbersOf(await pages.download()),
});

export const boardDownload = defineRoute({
  method: 'GET',
  path: '/data/leaderboard.csv',
  id: 'downloadLeaderboard',
  summary: `The first ${MOST_ROWS} of a board as a table; no cell is a formula to a spreadsheet`,
  access: 'public',
  query: z.strictObject({
    track: track.default('overall'),
    cohort: z.string().min(1).max(40).optional(),
  }),
  answer: z.string(),
  media_type: 'text/csv; charset=utf-8',
  is_cacheable: true,
  headers: { 'content-disposition': 'attachment; filename="leaderboard.csv"' },
  handle: async ({ query }, { pages }) =>
    boardAsCsv(await pages.entries(query.track, query.cohort ?? null, MOST_ROWS)),
});

export const events = defineRoute({
  method: 'GET',
  path: '/events',
  id: 'events',
  summary: 'The totals as they change, as server-sent events called `numbers`',
  access: 'public',
  answer: z.custom<Readable>(),
  media_type: 'text/event-stream; charset=utf-8',
  // A proxy that waits until it has enough would keep back what is new.
  headers: { 'x-accel-buffering': 'no' },
  handle: (_asked, { live }) => live.open(),
});
