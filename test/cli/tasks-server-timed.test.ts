import { beforeAll, describe, expect, it } from 'vitest';
import { measureBareClient, measureTasks, type TasksLoad } from '../../bench/run-tasks.ts';
import { BUILT_TITO, ensureDist } from '../support/dist.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { modelAt, PLAIN, PLAIN_FILE, readReport, serve, startTito } from './_tasks.ts';

beforeAll(ensureDist);

/** Other programs of the machine may need it for a while: a limit is missed when it is missed time and again. */
const PATIENT = { retry: 3, timeout: 60_000 };
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

describe('96 requests of 50 ms, 4 at a time', () => {
  it(
    'take 1.15 times the ideal at most, no further connection, and little more work than asking takes',
    PATIENT,
    async () => {
      const server = await serve({ delay_ms: 50 });
      const load = { endpoint: server.url, requests: 96, concurrency: 4 };
      const { cpu_ms, process_ms, report } = await measureTasks(BUILT_TITO, load);
      const { records, connections, most_connections, most_under_way } = await server.report();
      expect(records.length).toBe(96);
      expect(most_connections).toBeLessThanOrEqual(4);
      expect(most_under_way).toBe(4);
      // Those of the run, kept alive from the first request to the last, and the one that had looked for the model.
      expect(connections).toBeLessThanOrEqual(5);
      const bare = await measureBareClient(load);
      // On a busy machine a bare client takes longer as well.
      const ideal_ms = Math.max((96 / 4) * 50, bare.wall_ms);
      expect(report.overall_metrics.wall_s * 1000).toBeLessThanOrEqual(1.15 * ideal_ms);
      // All else is start-up and report, of which the ideal would be none.
      const least = await measureTasks(BUILT_TITO, { ...load, requests: 4 });
      expect(process_ms - least.process_ms).toBeLessThanOrEqual(1.15 * (ideal_ms - 50));
      // Measured 2.3 to 2.6, start-up, journal, figures and report included.
      expect(cpu_ms / bare.cpu_ms).toBeLessThanOrEqual(4);
    },
  );
});

describe('16 at a time', () => {
  it(
    'have the median latency that the server sees, within 5 % and what a bare client adds',
    PATIENT,
    async () => {
      const load = { requests: 192, concurrency: 16 };
      /** Median latency that a client tells, over the one that its server saw. */
      const overSeen = async (tell: (load: TasksLoad) => Promise<number | null>) => {
        const server = await serve({ delay_ms: 50 });
        const told = await tell({ ...load, endpoint: server.url });
        const { records, most_connections } = await server.report();
        expect(most_connections).toBeLessThanOrEqual(16);
        return (told ?? Number.NaN) / median(records.map(({ latency_ms }) => latency_ms ?? Number.NaN));
      };
      const tito = await overSeen(
        async (load) => (await measureTasks(BUILT_TITO, load)).report.overall_metrics.latency_ms.p50,
      );
      expect(tito).toBeGreaterThan(0.95);
      // Measured on two shared cores: a bare client adds 3 to 4 %, and 8 % while both cores are busy.
      const bare = await overSeen(async (load) => (await measureBareClient(load)).p50_ms);
      expect(tito / Math.max(1, bare)).toBeLessThan(1.05);
    },
  );
});

describe('thousands of requests, 64 at a time', () => {
  it('take as much memory each as ten thousand may within 200 MB', { timeout: 60_000 }, async () => {
    const peakOf = async (requests: number) => {
      const server = await serve({ delay_ms: 1 });
      return (await measureTasks(BUILT_TITO, { endpoint: server.url, requests, concurrency: 64 })).peak_bytes;
    };
    const [few, many] = [await peakOf(200), await peakOf(3000)];
    expect(few + ((many - few) / 2800) * 9800).toBeLessThan(200e6);
  });
});

describe('an effect that was planted at the server', () => {
  /** Factors by the last digit of a prompt's mark: replicates differ, in both arms alike. */
  const RULES = [...'0123456789abcdef'].flatMap((digit, i) =>
    (['Rate this', 'Rate that'] as const).map((words) => ({
      contains: `${digit}]\n${words}`,
      delay_ms: (words === 'Rate that' ? 0.6 : 1) * 60 * (0.7 + 0.04 * i),
      input_tokens: (words === 'Rate that' ? 0.5 : 1) * 200,
      output_tokens: (words === 'Rate that' ? 0.5 : 1) * (100 + 4 * i),
    })),
  );

  it('is reported within its interval: 40 % faster, half the tokens', PATIENT, async () => {
    const server = await serve({ rules: RULES });
    const cwd = temporaryFolder({ [PLAIN_FILE]: PLAIN });
    const words = ['tasks', 'run', 'plain', ...modelAt(server.url), '-n', '40', '-c', '4', '--seed', '5'];
    const { code, stdout } = await startTito([...words, '-f', 'json'], cwd).ended;
    const { comparison_metrics: compared } = readReport(stdout).report;
    expect(code).toBe(0);
    for (const [interval, truth] of [
      [compared.time_reduction_ci95, 40],
      [compared.token_reduction_ci95, 50],
    ] as const) {
      const [low, high] = interval ?? [Number.NaN, Number.NaN];
      expect(low).toBeLessThanOrEqual(truth);
      expect(high).toBeGreaterThanOrEqual(truth);
      expect(high - low).toBeLessThan(20);
    }
    expect(compared.verdicts).toMatchObject({ time: 'faster', tokens: 'faster' });
  });
});

describe('tito tasks batch standard, as CI types it, without a model server', () => {
  // DESIGN §9; the test's own limit of time is the one that was promised.
  const FIELDS = {
    benchmark_info: [
      'profile',
      'provider',
      'models',
      'total_tasks',
      'sample_size',
      'execution_mode',
      'seed',
      'started_at',
    ],
    comparison_metrics: [
      ...['token', 'time'].flatMap((name) =>
        ['percent', 'ci95', 'p'].map((end) => `${name}_reduction_${end}`),
      ),
      ...['percent', 'ci95', 'p'].map((end) => `efficiency_improvement_${end}`),
      'verdict',
    ],
    overall_metrics: [
      ...['total_tasks', 'completed_tasks', 'failed_tasks', 'success_rate', 'error_rate', 'timeout_rate'],
      ...['throughput', 'efficiency_score', 'latency_ms', 'tokens', 'retries'],
    ],
    'overall_metrics.tokens': ['input', 'output', 'total', 'per_second', 'estimated'],
    'overall_metrics.latency_ms': ['p25', 'p50', 'p75', 'p90', 'p95', 'p99'],
    'tasks.0': ['id', 'arms', 'comparison'],
    'tasks.0.arms': ['baseline', 'tools'],
  };

  it('ends with 0, a warning, 96 samples and every field', { timeout: 15_000 }, async () => {
    const cwd = temporaryFolder({ 'tito.config.yaml': 'tasks:\n  connect_limit_s: 1\n' });
    const { code, stdout, stderr } = await startTito(
      ['tasks', 'batch', 'standard', '--format', 'json'],
      cwd,
      {
        TITO_PROFILE: 'light',
      },
    ).ended;
    expect(code).toBe(0);
    expect(stderr).toContain('no language model answers');
    const { report, run } = readReport(stdout);
    expect(run.samples.length).toBe(96);
    expect(report.benchmark_info).toMatchObject({ provider: 'embedded', total_tasks: 6, sample_size: 8 });
    expect(report.warnings.join()).toContain('No language model answered');
    const document: unknown = JSON.parse(stdout);
    for (const [path, names] of Object.entries(FIELDS)) {
      const place = path.split('.').reduce((value, name) => Object(value)[name], document);
      expect(Object.keys(Object(place)), path).toEqual(expect.arrayContaining(names));
    }
    const top = [
      'benchmark_info',
      'comparison_metrics',
      'overall_metrics',
      'tasks',
      'errors',
      'warnings',
      'run',
    ];
    expect(Object.keys(Object(document))).toEqual(expect.arrayContaining(['schema_version', ...top]));
  });
});
