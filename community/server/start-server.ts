import { createPageFacts } from '../pages/facts/page-facts.ts';
import { hashToken } from '../registry/authenticate.ts';
import { createRegistry } from '../registry.ts';
import { createApp, type TimeLimits } from './app.ts';
import { AddressKeys } from './limits/address-keys.ts';
import { Buckets } from './limits/buckets.ts';
import { clientAddress } from './limits/client-address.ts';
import { policiesFor } from './limits/policies.ts';
import { RateLimiter } from './limits/rate-limiter.ts';
import { listen } from './listen.ts';
import { LiveNumbers } from './live-numbers.ts';
import { Metrics } from './metrics.ts';
import { openApi } from './openapi.ts';
import { Readiness } from './readiness.ts';
import { RequestLog } from './request-log.ts';
import type { Services } from './route.ts';
import { RUN_LIMIT_BYTES } from './routes/submissions.ts';
import { ROUTES } from './routes.ts';
import { openStorage } from './storage.ts';
import { CheckerThread } from './threads/checker-thread.ts';

export interface ServerOptions {
  /** The registry: an SQLite file, made where there is none, or the URL of a Postgres database. */
  database: string;
  host: string;
  /** 0 for a free one. */
  port: number;
  /** Requests a minute that read, of one member; the other limits follow from it. Null for no limits. */
  reads_per_minute: number | null;
  /** Addresses and ranges of proxies, beside this machine, whose `X-Forwarded-For` is believed; null for none. */
  proxies: readonly string[] | null;
  /** Folder that holds `src` and `community`. */
  root: string;
  version: string;
  /** Number of this process, for whoever wonders who holds the lock. */
  pid: number;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Takes lines of the log. */
  log: (text: string) => void;
  times?: Partial<TimeLimits>;
  /** Longest time that checking one submission may take. */
  check_ms?: number;
}

export interface RunningServer {
  url: string;
  /** Stops accepting, finishes what is under way, writes what is to be written, and lets the registry go. */
  close: () => Promise<void>;
}

const TIMES: TimeLimits = {
  head_ms: 15_000,
  request_ms: 60_000,
  idle_ms: 10_000,
  silence_ms: 120_000,
  stop_ms: 10_000,
};
const CHECK_MS = 30_000;
const MOST_SUBMISSIONS = 64;
const MOST_SUBMISSION_BYTES = 64 * 2 ** 20;
const PURGE_MS = 3_600_000;
/** What refusals call this registry; the client knows where it is. */
const PLACE = 'The registry';

/**
 * Serves a registry over HTTP: reads on this thread, and another one checks submissions.
 *
 * @throws TitoError `registry_in_use`, `registry_unreachable`, `registry_unusable`, `registry_newer`, `usage` for proxies
 *   that are none
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { database, root, version, clock } = options;
  const addressOf = clientAddress(options.proxies);
  const log = new RequestLog(options.log, clock);
  // Whatever was opened is closed in the reverse order, also where the next step fails.
  await using opened = new AsyncDisposableStack();
  opened.defer(() => log.flush());
  const storage = await openStorage({
    database,
    root,
    pid: options.pid,
    now: clock(),
    onCommit: (size, seconds) => metrics.committed(size, seconds),
    onStorage: (reason) => log.tellOften('error', 'storage_failed', { reason }),
    onWriterEnd: (cause, is_restarted) => {
      metrics.ended('writer');
      log.tell('error', 'writer_ended', { cause, is_restarted });
    },
  });
  opened.defer(() => storage.close());
  const { store } = storage;
  const checker = new CheckerThread({
    database,
    root,
    place: PLACE,
    limit_bytes: RUN_LIMIT_BYTES,
    writer: storage.writer,
    most_waiting: MOST_SUBMISSIONS,
    most_waiting_bytes: MOST_SUBMISSION_BYTES,
    limit_ms: options.check_ms ?? CHECK_MS,
    onEnd: (cause) => {
      metrics.ended('checker');
      log.tell('error', 'checker_ended', { cause });
    },
  });
  const metrics = new Metrics({
    // What else there is to tell is told also while the database is away.
    members: () => store.members({ kind: 'all', key: '' }).catch(() => Number.NaN),
    submissions: () => checker.length,
    writes: () => storage.waiting(),
  });
  opened.defer(() => metrics.close());

  opened.defer(() => checker.close());

  const purge = setInterval(() => {
    store.write('purge', { at: clock() }).catch(() => log.tell('warning', 'not_purged'));
  }, PURGE_MS);
  opened.defer(() => clearInterval(purge));

  const readiness = new Readiness(store, () => storage.isWriterAlive());
  // Submissions are checked in their own thread.
  const registry = createRegistry({
    store,
    clock,
    place: PLACE,
    examine: () => Promise.reject(new Error('runs are not examined on the serving thread')),
  });
  const services: Services = {
    registry,
    pages: createPageFacts({ store, registry, clock }),
    live: new LiveNumbers({ version: () => store.version(), stats: () => registry.stats(null) }),
    submit: (job) => checker.submit(job),
    isMember: async (token) => (await store.memberByToken(hashToken(token), clock())) !== null,
    version: () => store.version(),
    readiness,
    metrics: () => metrics.text(),
    openapi: () => openApi(ROUTES, version),
  };
  const { reads_per_minute } = options;
  const limiter =
    reads_per_minute === null
      ? null
      : new RateLimiter({
          buckets: new Buckets(store, clock),
          policies: policiesFor(reads_per_minute),
          keys: new AddressKeys(await store.secret(), clock),
          addressOf,
        });
  const times = { ...TIMES, ...options.times };
  const app = createApp({
    routes: ROUTES,
    services,
    limiter,
    metrics,
    log,
    clock,
    version,
    isBehindProxy: options.proxies !== null,
    times,
  });
  const listening = await listen(app, options.host, options.port, times.stop_ms);
  log.tell('info', 'listening', { port: listening.port });

  const resources = opened.move();
  let closed: Promise<void> | null = null;
  const close = async () => {
    readiness.stop();
    log.tell('info', 'stopping');
    await listening.close();
    log.tell('info', 'stopped');
    await resources.disposeAsync();
  };
  return {
    url: listening.url,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}
