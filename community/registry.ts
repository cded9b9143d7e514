import type { Registry } from '../src/community-contracts.ts';
import type { Parts } from './registry/parts.ts';

/** Loads something once: asking the runtime for a module that is there already takes longer than a look into the store. */
function once<T>(load: () => Promise<T>): () => T | Promise<T> {
  let loaded: T | undefined;
  return () => loaded ?? load().then((value) => (loaded = value));
}

/**
 * The registry over a store, in this process. Each operation is loaded when it is asked for: somebody who looks at the
 * numbers needs nothing of what checks a run.
 */
export function createRegistry(given: Parts): Registry {
  const parts = { ...given, store: withKnownSecret(given.store) };
  const join = once(() => import('./registry/join.ts'));
  const update = once(() => import('./registry/update.ts'));
  const stats = once(() => import('./registry/stats.ts'));
  const cohort = once(() => import('./registry/cohort.ts'));
  const cutoffs = once(() => import('./registry/cutoffs.ts'));
  const leaderboard = once(() => import('./registry/leaderboard.ts'));
  const submit = once(() => import('./registry/submit.ts'));
  const exporting = once(() => import('./registry/export.ts'));
  const leave = once(() => import('./registry/leave.ts'));
  const rotate = once(() => import('./registry/rotate.ts'));
  const look = once(() => import('./registry/moderation/look.ts'));
  const judge = once(() => import('./registry/moderation/judge.ts'));
  const classes = once(async () => (await import('./registry/class/classes.ts')).classesOf(parts));
  return {
    place: parts.place,
    join: async (document, token) => (await join()).join(parts, document, token),
    update: async (change, token) => (await update()).update(parts, change, token),
    stats: async (token) => (await stats()).stats(parts, token),
    cohort: async (query, token) => (await cohort()).cohort(parts, query, token),
    cutoffs: async (track, token) => (await cutoffs()).cutoffs(parts, track, token),
    leaderboard: async (query, token) => (await leaderboard()).leaderboard(parts, query, token),
    submit: async (document, key, token) => (await submit()).submit(parts, document, key, token),
    export: async (token) => (await exporting()).exportMember(parts, token),
    leave: async (token) => (await leave()).leave(parts, token),
    rotate: async (next, token) => (await rotate()).rotate(parts, next, token),
    moderation: {
      reviews: async (query, token) => (await look()).reviews(parts, query, token),
      history: async (query, token) => (await look()).history(parts, query, token),
      flag: async (run, why, token) => (await judge()).flag(parts, run, why, token),
      unflag: async (run, token) => (await judge()).unflag(parts, run, token),
      remove: async (run, why, token) => (await judge()).remove(parts, run, why, token),
    },
    classes: {
      create: async (document, token) => (await classes()).create(document, token),
      read: async (token) => (await classes()).read(token),
      change: async (change, token) => (await classes()).change(change, token),
      roster: async (query, token) => (await classes()).roster(query, token),
      board: async (query, token) => (await classes()).board(query, token),
      remove: async (handle, removal, token) => (await classes()).remove(handle, removal, token),
    },
    close: () => parts.store.close(),
  };
}

/** The registry's secret is made once and never changes. */
function withKnownSecret(store: Parts['store']): Parts['store'] {
  let secret: Promise<Uint8Array> | undefined;
  return Object.assign(Object.create(store) as Parts['store'], {
    secret: () => {
      secret ??= store.secret().catch((cause: unknown) => {
        secret = undefined;
        throw cause;
      });
      return secret;
    },
  });
}
