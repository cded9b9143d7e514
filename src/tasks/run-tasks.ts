import { seededRandom } from '../analysis/random.ts';
import type { PlannedModel, PlannedSample, TaskSample, TasksPlan } from '../schema/tasks-run.ts';
import type { Endpoint, Grader } from '../task-contracts.ts';
import { askSample } from './ask-sample.ts';
import { type Circuit, newCircuit } from './circuit.ts';
import type { TasksEvent } from './events.ts';
import { type PreparedSample, prepareSample, type RunTool, type TaskTarget } from './prepare-sample.ts';

/** A share of failures means nothing before this many samples. */
const FEWEST_FOR_A_RATE = 10;

export interface TasksInput {
  plan: TasksPlan;
  targets: ReadonlyMap<string, TaskTarget>;
  graders: ReadonlyMap<string, Grader>;
  /** By the model's endpoint, or its id where it has none. */
  endpoints: ReadonlyMap<string, Endpoint>;
  runTool: RunTool;
  /** Indices of samples that an earlier part of the run has finished. */
  done: ReadonlySet<number>;
  /** Monotonic clock in milliseconds since the run's start. */
  now: () => number;
  signal: AbortSignal;
  onEvent: (event: TasksEvent) => void;
}

/** Where a model answers, as the key of its endpoint. */
export const endpointKey = ({ id, endpoint }: PlannedModel): string => endpoint ?? id;

/**
 * Asks all samples of the schedule that are not done yet, endpoint by endpoint side by side, each with at most
 * `concurrency` requests under way. Finished samples leave by `sample-finished`, in the order in which they finish.
 *
 * @returns why it ended before its schedule did, or null; an abort of the signal ends it without a word
 */
export async function runTasks(input: TasksInput): Promise<string | null> {
  const { plan, signal } = input;
  const ending = new AbortController();
  const reasons: string[] = [];
  const stop = () => ending.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const rate = errorRate(plan.max_error_rate);
  const lanes = new Map<string, PlannedSample[]>();
  for (const sample of plan.schedule) {
    const model = plan.models.find(({ id }) => id === sample.model);
    if (!model || input.done.has(sample.index)) continue;
    const key = endpointKey(model);
    const lane = lanes.get(key);
    if (lane) lane.push(sample);
    else lanes.set(key, [sample]);
  }
  const onEvent = (event: TasksEvent) => {
    input.onEvent(event);
    if (event.kind === 'stopped') reasons.push(event.reason);
    if (event.kind !== 'sample-finished') return;
    const reason = rate(event.sample);
    if (reason === null || ending.signal.aborted) return;
    ending.abort(reason);
    onEvent({ kind: 'stopped', reason });
  };
  try {
    const running = [...lanes].map(([key, samples]) =>
      runLane(key, samples, { ...input, signal: ending.signal, onEvent }),
    );
    await Promise.all(running);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return reasons.length > 0 ? [...new Set(reasons)].join('; ') : null;
}

/** One endpoint: its samples in order, as many at a time as there are slots, the next ones made ready meanwhile. */
async function runLane(key: string, samples: readonly PlannedSample[], input: TasksInput): Promise<void> {
  const { plan, signal } = input;
  const circuit = newCircuit(key);
  const ready: Promise<Ready>[] = [];
  let next = 0;
  const isOver = () => signal.aborted || circuit.reason() !== null;
  const refill = () => {
    while (ready.length < plan.concurrency && next < samples.length && !isOver()) {
      const preparing = makeReady(samples[next++] as PlannedSample, input);
      // Its failure is met where it is awaited; a lane that ends before must not leave it unhandled.
      preparing.catch(() => undefined);
      ready.push(preparing);
    }
  };
  const work = async () => {
    for (;;) {
      refill();
      const preparing = ready.shift();
      if (!preparing || isOver()) return;
      refill();
      await ask(await preparing, key, circuit, input);
    }
  };
  try {
    await Promise.all(Array.from({ length: plan.concurrency }, work));
  } catch (cause) {
    if (!signal.aborted) throw cause;
  }
}

interface Ready {
  prepared: PreparedSample;
  ready_ms: number;
}

async function makeReady(sample: PlannedSample, { plan, targets, runTool, now }: TasksInput): Promise<Ready> {
  const target = targets.get(sample.task);
  if (!target) throw new RangeError(`no target for the task '${sample.task}'`);
  const prepared = await prepareSample(sample, target, plan, runTool);
  return { prepared, ready_ms: now() };
}

async function ask(
  { prepared, ready_ms }: Ready,
  key: string,
  circuit: Circuit,
  input: TasksInput,
): Promise<void> {
  const { plan, graders, endpoints, now, signal, onEvent } = input;
  const { planned, target } = prepared;
  const model = plan.models.find(({ id }) => id === planned.model);
  const endpoint = endpoints.get(key);
  const grader = graders.get(target.task.grader);
  if (!model || !endpoint || !grader) throw new RangeError(`nothing answers sample ${planned.index}`);
  if (signal.aborted) return;
  onEvent({ kind: 'sample-started', sample: planned });
  const random = seededRandom(plan.seed * 2 ** 20 + planned.index);
  const asked = { plan, model, endpoint, circuit, grader, random, ready_ms, now, signal, onEvent };
  const sample: TaskSample | null = await askSample(prepared, asked);
  if (sample) onEvent({ kind: 'sample-finished', sample });
}

/** Says when too large a share of the finished samples has failed. */
function errorRate(most: number | null): (sample: TaskSample) => string | null {
  let [finished, failed] = [0, 0];
  return ({ status }) => {
    finished += 1;
    if (status === 'failed') failed += 1;
    if (most === null || finished < FEWEST_FOR_A_RATE || failed / finished <= most) return null;
    const percent = (share: number) => `${Number((100 * share).toPrecision(3))} %`;
    return `${failed} of ${finished} samples failed, more than the ${percent(most)} that --max-error-rate allows`;
  };
}
