import type { Route } from './route.ts';
import { board, change, createClass, readClass, removeFromClass, roster } from './routes/classes.ts';
import { cohort, cutoffs, leaderboard, stats } from './routes/groups.ts';
import { exportMember, join, leave, update } from './routes/member.ts';
import { flag, moderationLog, removeRun, reviews, unflag } from './routes/moderation.ts';
import { healthz, metrics, openapi, readyz } from './routes/operations.ts';
import {
  classRoute,
  cohortRoute,
  homeRoute,
  institutionRoute,
  leaderboardRoute,
  runRoute,
} from './routes/pages.ts';
import { iconRoute, liveScriptRoute, styleRoute } from './routes/pages-assets.ts';
import { boardDownload, events, numbersDownload } from './routes/pages-data.ts';
import { submit } from './routes/submissions.ts';
import { rotate } from './routes/token.ts';

/** All that the server answers. The OpenAPI document is made from it. */
export const ROUTES: readonly Route[] = [
  join,
  update,
  exportMember,
  leave,
  rotate,
  stats,
  cohort,
  cutoffs,
  leaderboard,
  submit,
  reviews,
  moderationLog,
  flag,
  unflag,
  removeRun,
  createClass,
  readClass,
  change,
  roster,
  board,
  removeFromClass,
  healthz,
  readyz,
  metrics,
  openapi,
  homeRoute,
  cohortRoute,
  institutionRoute,
  classRoute,
  leaderboardRoute,
  runRoute,
  styleRoute,
  liveScriptRoute,
  iconRoute,
  numbersDownload,
  boardDownload,
  events,
];
