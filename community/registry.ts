import type { Registry } from '../src/community-contracts.ts';
import type { Parts } from './registry/parts.ts';

/**
 * The registry over a store, in this process. Each operation is loaded when it is asked for: somebody who looks at the
 * numbers needs nothing of what checks a run.
 */
export const createRegistry = (parts: Parts): Registry => ({
  place: parts.place,
  join: async (document, token) => (await import('./registry/join.ts')).join(parts, document, token),
  update: async (update, token) => (await import('./registry/update.ts')).update(parts, update, token),
  stats: async (token) => (await import('./registry/stats.ts')).stats(parts, token),
  cohort: async (query, token) => (await import('./registry/cohort.ts')).cohort(parts, query, token),
  cutoffs: async (track, token) => (await import('./registry/cutoffs.ts')).cutoffs(parts, track, token),
  leaderboard: async (query, token) =>
    (await import('./registry/leaderboard.ts')).leaderboard(parts, query, token),
  submit: async (document, key, token) =>
    (await import('./registry/submit.ts')).submit(parts, document, key, token),
  export: async (token) => (await import('./registry/export.ts')).exportMember(parts, token),
  leave: async (token) => (await import('./registry/leave.ts')).leave(parts, token),
  rotate: async (next, token) => (await import('./registry/rotate.ts')).rotate(parts, next, token),
  close: () => parts.store.close(),
});
