import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/analysis/random.ts';
import { type PlannedTask, type TasksPlan, taskSample } from '../../src/schema/tasks-run.ts';
import {
  type AnswerFacts,
  type Endpoint,
  type PromptRequest,
  ProviderFailure,
} from '../../src/task-contracts.ts';
import { type AskInput, askSample } from '../../src/tasks/ask-sample.ts';
import { newCircuit } from '../../src/tasks/circuit.ts';
import type { TasksEvent } from '../../src/tasks/events.ts';
import type { PreparedSample } from '../../src/tasks/prepare-sample.ts';
import { endpointOf, FACTS, plannedTask, plan as planOf, saying, tickingClock } from './_plans.ts';

const PREPARED: PreparedSample = {
  planned: { index: 0, task: 'a_task', model: 'm', arm: 'tools', replicate: 3 },
  target: { task: plannedTask({ max_output_tokens: 77 }), directory: '/', files: [] },
  tools: [{ id: 'scan', status: 'ok', duration_ms: 5, output_bytes: 1, output_sha256: 'a'.repeat(64) }],
  system: null,
  prompt: 'Why?',
  prompt_sha256: 'b'.repeat(64),
};
const grader = { title: 'G', check: () => undefined, grade: () => ({ quality: 0.25, grade: { found: 1 } }) };

interface Given {
  endpoint: Endpoint;
  prepared?: Partial<PreparedSample>;
  plan?: TasksPlan;
  circuit?: AskInput['circuit'];
  signal?: AbortSignal;
}

async function ask({ endpoint, prepared, plan = planOf(), circuit = newCircuit('x'), signal }: Given) {
  const events: TasksEvent[] = [];
  const [model] = plan.models;
  if (!model) throw new Error('a plan has a model');
  const sample = await askSample(
    { ...PREPARED, ...prepared },
    {
      plan,
      model,
      endpoint,
      circuit,
      grader,
      random: seededRandom(1),
      ready_ms: 4,
      now: tickingClock(10),
      signal: signal ?? new AbortController().signal,
      onEvent: (event) => events.push(event),
    },
  );
  // Whatever becomes of it, it can be saved.
  return { sample: sample && taskSample.parse(sample), events };
}

const connection = new ProviderFailure('connection', 'the connection was cut');
const refused = new ProviderFailure('config', '401: who are you?', { is_retryable: false, http_status: 401 });

/** Fails with these, one after the other, then answers. */
function failing(...failures: ProviderFailure[]): { endpoint: Endpoint; asked: () => number } {
  let asked = 0;
  const endpoint = endpointOf(async (request, listener) => {
    const failure = failures[asked++];
    listener.onConnected();
    if (failure) throw failure;
    return saying('An answer.')(request, listener);
  });
  return { endpoint, asked: () => asked };
}

describe('a sample that is answered', () => {
  it('has latency, tokens, quality, and the tools that were run for it', async () => {
    const { sample } = await ask({ endpoint: endpointOf(saying('An ', 'answer.')) });
    expect(sample).toMatchObject({
      ...PREPARED.planned,
      status: 'ok',
      queue_ms: 6,
      latency_ms: 30,
      first_token_ms: 10,
      chunks: 2,
      tokens: { input: 20, output: 5, cached: null, estimated: false },
      tools: PREPARED.tools,
      answer: 'An answer.',
      quality: 0.25,
      grade: { found: 1 },
    });
    expect(sample?.error).toBeUndefined();
  });

  it('is asked as the plan says, replicates with seeds of their own', async () => {
    const requests: PromptRequest[] = [];
    const endpoint = endpointOf(async (request) => {
      requests.push(request);
      return FACTS;
    });
    await ask({ endpoint, plan: planOf({ seed: 2 ** 31 - 1, context_tokens: 4096 }) });
    expect(requests).toEqual([
      { model: 'llama', system: null, prompt: 'Why?', max_output_tokens: 77, seed: 2, context_tokens: 4096 },
    ]);
  });

  it.each([
    [
      { input: null, output: null, cached: null },
      { input: 1, output: 3, cached: null, estimated: true },
    ],
    [
      { input: 9, output: null, cached: 2 },
      { input: 9, output: 3, cached: 2, estimated: true },
    ],
  ] as [AnswerFacts['tokens'], object][])('of which the server tells %j has %j', async (tokens, expected) => {
    const endpoint = endpointOf(async (request, listener) => ({
      ...(await saying('An answer.')(request, listener)),
      tokens,
    }));
    expect((await ask({ endpoint })).sample?.tokens).toEqual(expected);
  });

  it("has no quality where nothing is known of the target's truth", async () => {
    const task: PlannedTask = plannedTask({ is_graded: false });
    const target = { ...PREPARED.target, task };
    const { sample } = await ask({ endpoint: endpointOf(saying('x')), prepared: { target } });
    expect(sample).toMatchObject({ status: 'ok', quality: null, grade: null });
  });
});

describe('a sample whose attempts fail', () => {
  it('is tried again, and has the latency of the attempt that went well', async () => {
    const { endpoint, asked } = failing(connection, connection);
    const { sample, events } = await ask({ endpoint });
    expect(asked()).toBe(3);
    expect(sample?.attempts.map(({ status }) => status)).toEqual(['failed', 'failed', 'ok']);
    expect(sample?.latency_ms).toBe(sample?.attempts[2]?.duration_ms);
    expect(sample?.error).toBeUndefined();
    expect(events).toMatchObject([
      { kind: 'retrying', attempt: 1, reason: 'the connection was cut' },
      { kind: 'retrying', attempt: 2 },
    ]);
  });

  it('is given up after as many attempts as the plan has, with the last failure and no figures', async () => {
    const last = new ProviderFailure('timeout', 'too late', { limit: 'total' });
    const { endpoint, asked } = failing(connection, connection, last, connection);
    const { sample } = await ask({ endpoint });
    expect(asked()).toBe(3);
    expect(sample).toMatchObject({
      status: 'failed',
      error: { kind: 'timeout', limit: 'total', message: 'too late' },
      latency_ms: null,
      tokens: null,
      answer: null,
      quality: null,
    });
  });

  it('is not tried again where that would not help', async () => {
    const { endpoint, asked } = failing(refused);
    const { sample } = await ask({ endpoint });
    expect([asked(), sample?.status, sample?.error?.kind]).toEqual([1, 'failed', 'config']);
  });

  it('waits as long as the server asks for, up to the longest pause', async () => {
    const busy = new ProviderFailure('connection', 'busy', { retry_after_ms: 20 });
    const plan = planOf({ retry: { attempts: 2, base_ms: 1, max_ms: 8 } });
    const { events } = await ask({ endpoint: failing(busy).endpoint, plan });
    expect(events).toMatchObject([{ kind: 'retrying', pause_ms: 8 }]);
  });

  it('leaves its pause at once when the run is aborted', async () => {
    const controller = new AbortController();
    const plan = planOf({ retry: { attempts: 2, base_ms: 1e6, max_ms: 1e6 } });
    const asking = ask({ endpoint: failing(connection).endpoint, plan, signal: controller.signal });
    setTimeout(() => controller.abort('interrupted'), 5);
    await expect(asking).rejects.toBe('interrupted');
  });
});

describe('a sample of an endpoint that is given up', () => {
  const refusing = endpointOf(async () => {
    throw new ProviderFailure('connection', 'nothing listens there');
  });

  it('is not asked at all', async () => {
    const circuit = newCircuit('x');
    for (let n = 0; n < 5; n++) circuit.note(connection, false);
    let asked = 0;
    const endpoint = endpointOf(async () => {
      asked += 1;
      return FACTS;
    });
    expect([(await ask({ endpoint, circuit })).sample, asked]).toEqual([null, 0]);
  });

  it('by its own failures is kept with them, and this is said once', async () => {
    const plan = planOf({ retry: { attempts: 9, base_ms: 1, max_ms: 1 } });
    const { sample, events } = await ask({ endpoint: refusing, plan });
    expect(sample?.attempts).toHaveLength(5);
    expect(sample?.error?.kind).toBe('connection');
    expect(events.filter(({ kind }) => kind === 'stopped')).toHaveLength(1);
  });
});

it('a sample whose tool failed is not asked, and fails in the class of the tool', async () => {
  let asked = 0;
  const endpoint = endpointOf(async () => {
    asked += 1;
    return FACTS;
  });
  const error = { kind: 'timeout' as const, message: 'did not end within 1 s' };
  const failed = {
    id: 'mine',
    status: 'failed' as const,
    duration_ms: 9,
    output_bytes: 0,
    output_sha256: null,
    error,
  };
  const { sample } = await ask({ endpoint, prepared: { tools: [failed] } });
  expect(asked).toBe(0);
  expect(sample).toMatchObject({
    status: 'failed',
    attempts: [],
    error: { kind: 'timeout', message: 'mine: did not end within 1 s' },
  });
});
