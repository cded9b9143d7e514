import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry as MetricRegistry } from 'prom-client';

export interface Observed {
  members: () => Promise<number>;
  /** Submissions that are checked or wait for it. */
  submissions: () => number;
  /** Writes that are not on disk yet. */
  writes: () => number;
}

const REQUEST_S = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BATCH_SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/** What Prometheus is told. Labels are patterns of routes and statuses, never what somebody sent. */
export class Metrics {
  readonly #registry = new MetricRegistry();
  readonly #requests = this.#own(
    new Counter({
      name: 'tito_requests_total',
      help: 'Requests that were answered',
      labelNames: ['route', 'status'],
      registers: [],
    }),
  );
  readonly #durations = this.#own(
    new Histogram({
      name: 'tito_request_seconds',
      help: 'From the head of a request to the end of its answer',
      labelNames: ['route'],
      buckets: REQUEST_S,
      registers: [],
    }),
  );
  readonly #refused = this.#own(
    new Counter({
      name: 'tito_refused_total',
      help: 'Requests of clients over their limit that were refused before anything was looked at',
      registers: [],
    }),
  );
  readonly #batchSizes = this.#own(
    new Histogram({
      name: 'tito_writer_batch_size',
      help: 'Writes in one transaction',
      buckets: BATCH_SIZES,
      registers: [],
    }),
  );
  readonly #batchDurations = this.#own(
    new Histogram({
      name: 'tito_writer_batch_seconds',
      help: 'One transaction, from its first write until it is on disk',
      buckets: REQUEST_S,
      registers: [],
    }),
  );
  readonly #restarts = this.#own(
    new Counter({
      name: 'tito_thread_ends_total',
      help: 'Threads that ended by themselves',
      labelNames: ['thread'],
      registers: [],
    }),
  );
  /** By status and route: looking them up by their labels costs more than counting. */
  readonly #series = new Map<string, { count: Counter.Internal; duration: Histogram.Internal<'route'> }>();
  readonly #loop = monitorEventLoopDelay({ resolution: 10 });

  constructor(observed: Observed) {
    const loop = this.#loop;
    const gauge = (name: string, help: string, value: () => number | Promise<number>) =>
      this.#own(
        new Gauge({
          name,
          help,
          registers: [],
          async collect() {
            this.set(await value());
          },
        }),
      );
    gauge('tito_members', 'Members', observed.members);
    gauge('tito_submissions_waiting', 'Submissions that are checked or wait for it', observed.submissions);
    gauge('tito_writes_waiting', 'Writes that are not on disk yet', observed.writes);
    gauge('tito_event_loop_lag_seconds', 'Median lag of the event loop since it was last asked for', () =>
      loop.count === 0 ? 0 : loop.percentile(50) / 1e9,
    );
    gauge('tito_event_loop_lag_p99_seconds', '99th percentile of the same', () => {
      const lag = loop.count === 0 ? 0 : loop.percentile(99) / 1e9;
      // The last one to be collected.
      loop.reset();
      return lag;
    });
    loop.enable();
  }

  request(route: string, status: number, seconds: number): void {
    const label = `${status} ${route}`;
    let series = this.#series.get(label);
    if (!series) {
      series = {
        count: this.#requests.labels({ route, status }),
        duration: this.#durations.labels({ route }),
      };
      this.#series.set(label, series);
    }
    series.count.inc();
    series.duration.observe(seconds);
  }

  refused = (): void => this.#refused.inc();

  committed = (size: number, seconds: number): void => {
    this.#batchSizes.observe(size);
    this.#batchDurations.observe(seconds);
  };

  ended = (thread: 'writer' | 'checker'): void => this.#restarts.inc({ thread });

  text = (): Promise<string> => this.#registry.metrics();

  close(): void {
    this.#loop.disable();
    this.#registry.clear();
  }

  #own<Kind extends Counter | Gauge | Histogram>(metric: Kind): Kind {
    this.#registry.registerMetric(metric);
    return metric;
  }
}
