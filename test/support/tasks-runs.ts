import { type Random, seededRandom } from '../../src/analysis/random.ts';
import { ARMS, type Arm } from '../../src/schema/task.ts';
import {
  type ErrorKind,
  type PlannedModel,
  type PlannedSample,
  type TaskSample,
  type TasksRun,
  tasksRun,
} from '../../src/schema/tasks-run.ts';

export interface TasksOptions {
  seed?: number;
  tasks?: readonly string[];
  models?: readonly string[];
  /** Samples per task, model and arm. */
  samples?: number;
  /** Time and tokens of the tools arm over those of the baseline, its tools included. */
  time_ratio?: number;
  token_ratio?: number;
  /** Standard deviation of the logarithm of times and tokens. */
  noise?: number;
  /** Mean quality by arm; it varies by a tenth where there is noise. */
  quality?: Record<Arm, number>;
  /** What becomes of a sample: a class of error, or null for an answer. */
  failure?: (sample: PlannedSample) => ErrorKind | null;
  /** Failed attempts before the last one. */
  retries?: (sample: PlannedSample) => number;
  /** Samples that were finished before the run ended early. */
  finished?: number;
  interrupted?: boolean;
  stopped?: string | null;
  provider?: string;
  is_language_model?: boolean;
  provider_reason?: string;
  is_graded?: boolean;
  estimated?: boolean;
  concurrency?: number;
  /** Share of the latency during which the server worked; null where it does not tell. */
  server_share?: number | null;
  cached_share?: number | null;
}

const gauss = (random: Random) => Array.from({ length: 12 }, random.next).reduce((sum, x) => sum + x, -6);
const rounded = (value: number) => Number(value.toPrecision(9));
const hash = (digit: string) => digit.repeat(64);

/** The six tasks that ship with tito. */
export const TASKS = [
  'safety_assessment',
  'pattern_detection',
  'context_analysis',
  'tensorflow_context',
  'repository_analysis',
  'systematic_fix',
] as const;

const DEFAULTS: Required<TasksOptions> = {
  seed: 1,
  tasks: TASKS,
  models: ['llama3.2:1b'],
  samples: 8,
  time_ratio: 0.6,
  token_ratio: 0.5,
  noise: 0.2,
  quality: { baseline: 0.6, tools: 0.8 },
  failure: () => null,
  retries: () => 0,
  finished: Number.POSITIVE_INFINITY,
  interrupted: false,
  stopped: null,
  provider: 'ollama',
  is_language_model: true,
  provider_reason: '',
  is_graded: true,
  estimated: false,
  concurrency: 4,
  server_share: 0.95,
  cached_share: 0,
};

const MESSAGES: Record<ErrorKind, string> = {
  connection: 'the connection was closed',
  timeout: 'no answer within 120 s',
  model: "model 'llama3.2:1b' not found",
  config: 'the key was refused',
  parse: 'the stream is no JSON: <html>',
  internal: 'TypeError: x is undefined',
};

/** Tools of the tools arm take this share of its time. */
const TOOLS_SHARE = 0.05;

function sampleOf(planned: PlannedSample, options: Required<TasksOptions>, random: Random): TaskSample {
  const level = 1 + options.tasks.indexOf(planned.task) + 3 * options.models.indexOf(planned.model);
  const isTools = planned.arm === 'tools';
  const scatter = () => Math.exp(options.noise * gauss(random));
  const duration_ms = 400 * level * (isTools ? options.time_ratio : 1) * scatter();
  const total = Math.round(1200 * level * (isTools ? options.token_ratio : 1) * scatter());
  const output = Math.round(total / 6);
  const drawn = options.quality[planned.arm] + (options.noise > 0 ? 0.1 * gauss(random) : 0);
  const tool_ms = isTools ? rounded(duration_ms * TOOLS_SHARE) : 0;
  const latency_ms = rounded(duration_ms - tool_ms);
  const kind = options.failure(planned);
  const failed = (error: ErrorKind) => ({
    started_ms: 0,
    duration_ms: 50_000,
    status: 'failed' as const,
    error: {
      kind: error,
      message: MESSAGES[error],
      ...(error === 'timeout' ? { limit: 'total' as const } : {}),
    },
  });
  const before = Array.from({ length: options.retries(planned) }, () => failed('connection'));
  const tools: TaskSample['tools'] = isTools
    ? [
        {
          id: 'safety_scan',
          status: 'ok',
          duration_ms: tool_ms,
          output_bytes: 900,
          output_sha256: hash('d'),
        },
      ]
    : [];
  const sample = {
    ...planned,
    queue_ms: rounded(5 * random.next()),
    tools,
    prompt_sha256: hash('e'),
    prompt_characters: 4 * (total - output),
  };
  if (kind) {
    const last = failed(kind);
    return {
      ...sample,
      status: 'failed',
      error: last.error,
      attempts: [...before, last],
      latency_ms: null,
      first_token_ms: null,
      streaming_ms: null,
      chunks: 0,
      tokens: null,
      finish_reason: null,
      server: null,
      answer: null,
      quality: null,
      grade: null,
    };
  }
  const first = rounded(latency_ms / 4);
  const { server_share: share, cached_share: cached } = options;
  return {
    ...sample,
    status: 'ok',
    attempts: [...before, { started_ms: 0, duration_ms: latency_ms, status: 'ok' }],
    latency_ms,
    first_token_ms: first,
    streaming_ms: rounded(latency_ms - first),
    chunks: output,
    tokens: {
      input: total - output,
      output,
      cached: cached === null ? null : Math.round(cached * (total - output)),
      estimated: options.estimated,
    },
    finish_reason: 'stop',
    server:
      share === null
        ? null
        : {
            load_ms: 0,
            prompt_ms: rounded((share * latency_ms) / 5),
            answer_ms: rounded((share * latency_ms * 4) / 5),
            total_ms: latency_ms,
          },
    answer: '{"risk_level":"HIGH"}',
    quality: options.is_graded ? rounded(Math.min(1, Math.max(0, drawn))) : null,
    grade: options.is_graded ? { found: 3 } : null,
  };
}

const modelOf = (model: string, index: number): PlannedModel => ({
  id: model,
  model,
  endpoint: `http://localhost:${11434 + index}`,
});

/** A valid run as `tito tasks` saves it; everything in it follows from the options. */
export function buildTasksRun(given: TasksOptions = {}): TasksRun {
  const options = { ...DEFAULTS, ...given };
  const random = seededRandom(options.seed);
  const schedule = Array.from({ length: options.samples }, (_, replicate) =>
    options.tasks.flatMap((task) =>
      options.models.flatMap((model) => ARMS.map((arm) => ({ task, model, arm, replicate }))),
    ),
  )
    .flat()
    .map((sample, index) => ({ index, ...sample }));
  const samples = schedule.slice(0, options.finished).map((planned) => sampleOf(planned, options, random));
  const busy = samples.reduce((sum, { latency_ms }) => sum + (latency_ms ?? 1000), 0);
  return tasksRun.parse({
    schema_version: 1,
    tito_version: '0.1.0',
    started_at: '2026-01-31T12:00:00.000Z',
    finished_at: '2026-01-31T12:02:00.000Z',
    interrupted: options.interrupted,
    stopped: options.stopped,
    plan: {
      kind: 'tasks',
      seed: options.seed,
      batch: 'standard',
      profile: 'medium',
      profile_reason: 'it fits the machine',
      provider: options.provider,
      is_language_model: options.is_language_model,
      provider_reason: options.provider_reason,
      models: options.models.map(modelOf),
      tasks: options.tasks.map((id) => ({
        id,
        title: id.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase()),
        workflow: 'safety_check',
        baseline_prompt: 'Analyse {{files}}',
        tools_prompt: 'Analyse {{tool.output}}',
        answer: '{}',
        expected: { risk_level: 'HIGH' },
        sources: [{ path: 'app.py', sha256: hash('f') }],
        is_graded: options.is_graded,
      })),
      samples: options.samples,
      concurrency: options.concurrency,
      limits: { connect_s: 5, first_token_s: 60, idle_s: 30 },
      retry: { attempts: 3, base_ms: 200, max_ms: 5000 },
      max_error_rate: null,
      cache_bust: true,
      warm_up: 1,
      schedule,
    },
    environment: {
      system: {
        cpu: 'Example CPU 3000',
        cores: 4,
        memory_bytes: 16 * 2 ** 30,
        os: 'linux 6.1',
        arch: 'x64',
        node: '24.21.0',
        python: null,
        power: 'ac',
        container: null,
        virtual_machine: null,
      },
      timer_resolution_ms: 0.00005,
      before: { load_1m: 0.3, steal_share: null },
      after: { load_1m: 0.9, steal_share: 0 },
    },
    samples,
    wall_ms: rounded(busy / options.concurrency),
    resources: { cpu_s: 0.8, peak_memory_bytes: 90_000_000, connections: options.concurrency, server: null },
  });
}
