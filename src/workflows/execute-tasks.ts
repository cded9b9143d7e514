import { seededRandom } from '../analysis/random.ts';
import { TitoError } from '../errors.ts';
import { listeningProcess } from '../hardware/listening-process.ts';
import { peakMemory } from '../hardware/peak-memory.ts';
import { SCHEMA_VERSION } from '../schema/run.ts';
import type { TaskSample, TasksPlan, TasksRun } from '../schema/tasks-run.ts';
import type { Journal } from '../storage/journal.ts';
import { type Endpoint, type Grader, type Provider, ProviderFailure } from '../task-contracts.ts';
import { pause, pauseBefore } from '../tasks/back-off.ts';
import type { TasksEvent } from '../tasks/events.ts';
import type { TaskTarget } from '../tasks/prepare-sample.ts';
import { endpointKey, runTasks } from '../tasks/run-tasks.ts';
import { openToolRunner } from '../tasks/run-tool.ts';
import { keyFor } from './choose-models.ts';
import { observeMachine } from './observe-machine.ts';
import type { Surroundings } from './surroundings.ts';

export interface TasksExecution {
  plan: TasksPlan;
  provider: Provider;
  targets: ReadonlyMap<string, TaskTarget>;
  graders: ReadonlyMap<string, Grader>;
  journal: Pick<Journal, 'append'>;
  /** What an interrupted run has left behind; null for a new one. */
  before: TasksRun | null;
  onEvent: (event: TasksEvent) => void;
}

/** Longest time that a model may take to be loaded. */
const LOADING_LIMIT_MS = 600_000;

/**
 * Carries a plan out and returns its raw facts. Each finished sample is in the journal before the next one starts.
 * @throws TitoError `provider_unreachable` where a model can't be made ready
 */
export async function executeTasks(context: Surroundings, execution: TasksExecution): Promise<TasksRun> {
  const { plan, before, journal } = execution;
  const machine = await observeMachine();
  const run: TasksRun = before ?? {
    schema_version: SCHEMA_VERSION,
    tito_version: context.version,
    started_at: new Date(context.clock()).toISOString(),
    finished_at: null,
    interrupted: false,
    stopped: null,
    plan,
    environment: machine.environment,
    samples: [],
    wall_ms: 0,
    resources: { cpu_s: 0, peak_memory_bytes: 0, connections: 0, server: null },
  };
  if (!before) journal.append({ run });
  const samples = [...run.samples];
  const endpoints = openEndpoints(context, execution);
  const tools = openToolRunner({ root: context.root, signal: context.signal, environment: context.env });
  const cpu = process.cpuUsage();
  let origin = performance.now();
  const now = () => run.wall_ms + performance.now() - origin;
  let wall_ms = run.wall_ms;
  const keep = (sample: TaskSample) => {
    samples.push(sample);
    wall_ms = now();
    journal.append({ sample, wall_ms });
  };
  let stopped: string | null = null;
  try {
    await Promise.all([
      warmUp(context, execution, endpoints),
      tools.prepare(plan.tasks.flatMap((task) => task.tools)),
    ]);
    origin = performance.now();
    stopped = await runTasks({
      plan,
      targets: execution.targets,
      graders: execution.graders,
      endpoints,
      runTool: tools.run,
      done: new Set(samples.map(({ index }) => index)),
      now,
      signal: context.signal,
      onEvent: (event) => {
        if (event.kind === 'sample-finished') keep(event.sample);
        execution.onEvent(event);
      },
    });
  } catch (cause) {
    if (!context.signal.aborted) throw cause;
  } finally {
    for (const endpoint of endpoints.values()) endpoint.close();
    await tools.close();
  }
  const used = process.cpuUsage(cpu);
  const connections = [...endpoints.values()].reduce((sum, endpoint) => sum + endpoint.connections(), 0);
  return {
    ...run,
    finished_at: new Date(context.clock()).toISOString(),
    interrupted: context.signal.aborted,
    stopped,
    environment: machine.finish({ runtime: '' }),
    samples: samples.sort((a, b) => a.index - b.index),
    wall_ms,
    resources: {
      cpu_s: run.resources.cpu_s + (used.user + used.system) / 1e6,
      peak_memory_bytes: Math.max(
        run.resources.peak_memory_bytes,
        peakMemory('self') ?? process.memoryUsage.rss(),
      ),
      connections: run.resources.connections + connections,
      server: localServer(plan),
    },
  };
}

/** One for each address, however many models it serves. */
function openEndpoints(context: Surroundings, { plan, provider }: TasksExecution): Map<string, Endpoint> {
  const key = keyFor(context, provider);
  const endpoints = new Map<string, Endpoint>();
  for (const model of plan.models) {
    const address = endpointKey(model);
    if (endpoints.has(address)) continue;
    endpoints.set(address, provider.open({ endpoint: model.endpoint, slots: plan.concurrency, key }));
  }
  return endpoints;
}

/** Loads every model, untimed: the first request would pay for it, and for one arm only. */
async function warmUp(
  context: Surroundings,
  { plan, onEvent }: TasksExecution,
  endpoints: ReadonlyMap<string, Endpoint>,
): Promise<void> {
  for (const model of plan.models) {
    if (plan.warm_up === 0) return;
    onEvent({ kind: 'warming-up', model });
    const endpoint = endpoints.get(endpointKey(model));
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(LOADING_LIMIT_MS)]);
    try {
      for (let request = 0; request < plan.warm_up; request++) {
        await retrying(plan, signal, async () => endpoint?.warmUp(model.model, signal, plan.context_tokens));
      }
    } catch (cause) {
      if (context.signal.aborted || !(cause instanceof ProviderFailure)) throw cause;
      throw new TitoError(
        'provider_unreachable',
        {
          endpoint: model.endpoint ?? model.model,
          reason: `${model.model} can't be made ready: ${cause.message}.`,
          hint: "Look at the server's own log; 'tito tasks validate' checks what it offers.",
        },
        cause,
      );
    }
  }
}

/** As often as a sample would be tried: a server that is busy for a moment is no reason to give up a run. */
async function retrying(
  { seed, retry }: TasksPlan,
  signal: AbortSignal,
  request: () => Promise<void>,
): Promise<void> {
  const random = seededRandom(seed);
  for (let failed = 1; ; failed++) {
    try {
      return await request();
    } catch (cause) {
      const mayDoBetter = cause instanceof ProviderFailure && cause.is_retryable;
      if (!mayDoBetter || failed >= retry.attempts) throw cause;
      await pause(pauseBefore(failed, retry, random, cause.retry_after_ms), signal);
    }
  }
}

/** The model server, where it runs on this machine: what it used counts for who owns the machine. */
function localServer({ models }: TasksPlan): TasksRun['resources']['server'] {
  const local = models.flatMap(({ endpoint }) => {
    const url = endpoint === null ? null : new URL(endpoint);
    const isLocal = url && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
    return isLocal ? [Number(url.port || (url.protocol === 'https:' ? 443 : 80))] : [];
  });
  const found = local[0] === undefined ? null : listeningProcess(local[0]);
  if (!found) return null;
  const { name, peak_memory_bytes, cpu_s } = found;
  return { name, peak_memory_bytes, cpu_s };
}
