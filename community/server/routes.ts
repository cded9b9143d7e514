import type { Route } from './route.ts';
import { cohort, cutoffs, leaderboard, stats } from './routes/groups.ts';
import { exportMember, join, leave, update } from './routes/member.ts';
import { healthz, metrics, openapi, readyz } from './routes/operations.ts';
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
  healthz,
  readyz,
  metrics,
  openapi,
];
