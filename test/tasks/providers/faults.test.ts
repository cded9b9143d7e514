import { afterEach, describe, expect, it } from 'vitest';
import { type Provider, ProviderFailure } from '../../../src/task-contracts.ts';
import ollama from '../../../src/tasks/providers/ollama.ts';
import openai from '../../../src/tasks/providers/openai.ts';
import { ask, type Heard, REQUEST } from '../../support/llm-server/ask.ts';
import { FAULTS, type Fault, type LlmServerOptions } from '../../support/llm-server/options.ts';
import { type LlmServer, startLlmServer } from '../../support/llm-server/start-llm-server.ts';

const PROVIDERS: [string, Provider][] = [
  ['ollama', ollama],
  ['openai', openai],
];

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(provider: Provider, slots: number, options: LlmServerOptions) {
  const server = await startLlmServer(options);
  closing.push(server.close);
  const endpoint = provider.open({ endpoint: server.url, slots, key: null });
  closing.push(endpoint.close);
  return { server, endpoint };
}

/** What each fault has to end as; null for those that only a limit of the engine ends. */
const ENDS: Record<Fault, [string, boolean] | null> = {
  status_500: ['model', true],
  status_503: ['connection', true],
  status_429: ['connection', true],
  model_404: ['model', false],
  html: ['parse', false],
  malformed_line: ['parse', false],
  error_line: ['model', false],
  truncated: ['connection', true],
  drop_before: ['connection', true],
  drop_middle: ['connection', true],
  stall_before: null,
  stall_middle: null,
  slow_headers: null,
};

const reason = new ProviderFailure('timeout', 'no further token', { limit: 'idle' });

/** As the engine does it: with a limit that runs out some time after the last thing that was heard. */
async function askWithLimit(endpoint: ReturnType<Provider['open']>, limit_ms: number): Promise<Heard> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(reason), limit_ms);
  try {
    return await ask(endpoint, {}, controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

describe.each(PROVIDERS)('%s', (_, provider) => {
  it.each(Object.entries(ENDS).filter(([, end]) => end !== null))('ends %s as %j', async (fault, end) => {
    const { endpoint, server } = await start(provider, 1, {
      fault: (index) => (index === 0 ? (fault as Fault) : null),
    });
    const { facts, failure } = await ask(endpoint);
    expect(facts).toBeNull();
    expect(failure).toBeInstanceOf(ProviderFailure);
    expect([failure?.kind, failure?.is_retryable]).toEqual(end);
    expect(failure?.message).toMatch(/\w{3}/);
    // The next request is none the worse for it.
    expect((await ask(endpoint)).failure).toBeNull();
    expect(server.report().records).toHaveLength(2);
  });

  it.each(['stall_before', 'stall_middle', 'slow_headers'] as const)(
    "leaves %s to the engine's limit, whose reason it passes on",
    async (fault) => {
      const { endpoint, server } = await start(provider, 1, {
        fault: (index) => (index === 0 ? fault : null),
      });
      const { failure, connected, chunks } = await askWithLimit(endpoint, 100);
      expect(failure).toBe(reason);
      expect([connected, chunks]).toEqual([1, fault === 'stall_middle' ? 1 : 0]);
      expect((await ask(endpoint)).failure).toBeNull();
      expect(server.report().most_connections).toBeLessThanOrEqual(2);
    },
  );

  it.each(['status_503', 'status_429'] as const)('says how much patience %s asks for', async (fault) => {
    const { endpoint } = await start(provider, 1, { fault: () => fault, retry_after: '7' });
    expect((await ask(endpoint)).failure?.retry_after_ms).toBe(7000);
  });

  it('says that it knows of no patience where nothing was said', async () => {
    const { endpoint } = await start(provider, 1, { fault: () => 'status_503', retry_after: null });
    expect((await ask(endpoint)).failure?.retry_after_ms).toBeUndefined();
  });

  it('ends every request of a storm, each as its fault wants it, and none twice', async () => {
    const share = 0.06;
    const { endpoint, server } = await start(provider, 8, {
      faults: Object.fromEntries(FAULTS.map((fault) => [fault, share])),
      chunks: 5,
      seed: 11,
    });
    const requests = 200;
    const heard: (Heard & { at: number })[] = [];
    let next = 0;
    const work = async () => {
      while (next < requests) {
        const at = next++;
        const controller = new AbortController();
        const timer = setTimeout(() => controller.abort(reason), 150);
        heard.push({ ...(await ask(endpoint, { prompt: `Question ${at}.` }, controller.signal)), at });
        clearTimeout(timer);
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    const { records, most_connections } = server.report();
    expect(records).toHaveLength(requests);
    for (const { at, facts, failure } of heard) {
      const { fault } = records.find(({ prompt }) => prompt.includes(`Question ${at}.`)) ?? {};
      const end = fault ? (ENDS[fault] ?? ['timeout', true]) : null;
      // A limit may run out on an answer that was merely slow: this machine is shared.
      if (failure === reason) continue;
      expect(failure ? [failure.kind, failure.is_retryable] : null).toEqual(end);
      expect(facts === null).toBe(end !== null);
    }
    expect(new Set(records.map(({ fault }) => fault)).size).toBe(FAULTS.length + 1);
    // A connection that was given up closes a moment before or after the next one stands.
    expect(most_connections).toBeLessThanOrEqual(2 * 8);
  });

  it('opens as many connections as slots, and none more', async () => {
    const { endpoint, server } = await start(provider, 4, { delay_ms: 5 });
    let next = 0;
    const work = async () => {
      while (next < 96) {
        next += 1;
        expect((await ask(endpoint)).failure).toBeNull();
      }
    };
    await Promise.all(Array.from({ length: 4 }, work));
    const { connections, most_connections, records, most_under_way } = server.report();
    expect(records).toHaveLength(96);
    expect([connections, most_connections, most_under_way, endpoint.connections()]).toEqual([4, 4, 4, 4]);
  });

  it('lets requests beyond the slots wait instead of opening connections', async () => {
    const { endpoint, server } = await start(provider, 2, { delay_ms: 5 });
    const all = await Promise.all(Array.from({ length: 20 }, () => ask(endpoint)));
    expect(all.every(({ failure }) => failure === null)).toBe(true);
    expect(server.report().connections).toBe(2);
  });

  it('says that a server is full', async () => {
    const { endpoint } = await start(provider, 3, { slots: 1, max_queue: 1, delay_ms: 50 });
    const all = await Promise.all(Array.from({ length: 3 }, () => ask(endpoint)));
    expect(all.map(({ failure }) => failure?.http_status).filter(Boolean)).toEqual([503]);
  });

  it('says what is wrong with an address only when it is used', async () => {
    const endpoint = provider.open({ endpoint: null, slots: 1, key: null });
    const heard = { onConnected: () => undefined, onChunk: () => undefined };
    const { signal } = new AbortController();
    await expect(endpoint.ask(REQUEST, heard, signal)).rejects.toMatchObject({ kind: 'config' });
    endpoint.close();
  });
});

it('both providers hear the same of the same server', async () => {
  const server: LlmServer = await startLlmServer({ answer: () => ({ text: 'Grüße 🌍', reasoning: 'Hm.' }) });
  closing.push(server.close);
  const heard = PROVIDERS.map(async ([, provider]) => {
    const endpoint = provider.open({ endpoint: server.url, slots: 1, key: null });
    closing.push(endpoint.close);
    const { text, reasoning, facts } = await ask(endpoint);
    return { text, reasoning, tokens: facts?.tokens, finish_reason: facts?.finish_reason };
  });
  const [first, second] = await Promise.all(heard);
  expect(first).toEqual(second);
});
