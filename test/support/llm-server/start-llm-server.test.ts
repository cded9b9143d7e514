import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import ollama from '../../../src/tasks/providers/ollama.ts';
import { ask } from './ask.ts';
import type { LlmServerOptions } from './options.ts';
import { startLlmServer } from './start-llm-server.ts';
import { startLlmServerProcess } from './start-llm-server-process.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(options: LlmServerOptions = {}, slots = 4) {
  const server = await startLlmServer(options);
  closing.push(server.close);
  const endpoint = ollama.open({ endpoint: server.url, slots, key: null });
  closing.push(endpoint.close);
  return { server, endpoint };
}

/** Status, type and body, by a client that knows nothing of model servers. */
const fetchText = (url: string, path: string, body?: object): Promise<[number, string, string]> =>
  new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method: body ? 'POST' : 'GET', agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () =>
        resolve([response.statusCode ?? 0, response.headers['content-type'] ?? '', text]),
      );
    });
    sent.on('error', reject).end(body && JSON.stringify(body));
  });

describe('the fake model server', () => {
  it("has Ollama's other paths", async () => {
    const { server } = await start();
    expect(await fetchText(server.url, '/')).toEqual([200, 'text/plain; charset=utf-8', 'Ollama is running']);
    expect((await fetchText(server.url, '/nowhere'))[2]).toBe('404 page not found');
    expect(JSON.parse((await fetchText(server.url, '/api/ps'))[2]).models[0].size_vram).toBe(0);
    expect((await fetchText(server.url, '/api/show', { model: 'llama9' }))[0]).toBe(404);
    expect((await fetchText(server.url, '/api/show', { model: 'llama3.2:1b' }))[0]).toBe(200);
    expect((await fetchText(server.url, '/api/chat', {}))[2]).toBe('{"error":"model is required"}');
  });

  it("speaks Ollama's generate", async () => {
    const { server } = await start({ answer: () => ({ text: 'ab' }), chunks: 2 });
    const [status, type, text] = await fetchText(server.url, '/api/generate', {
      model: 'llama3.2:1b',
      prompt: 'x',
    });
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([status, type]).toEqual([200, 'application/x-ndjson']);
    expect(lines.map(({ response }) => response)).toEqual(['a', 'b', '']);
    expect(lines.at(-1)).toMatchObject({ done: true, done_reason: 'stop', context: [1, 2, 3] });
    // Zeros are left out.
    expect(lines.at(-1)).not.toHaveProperty('prompt_eval_cached_count');
  });

  it('ends an OpenAI stream with a reason, usage without choices, and its last word', async () => {
    const { server } = await start({ chunks: 1 });
    const body = {
      model: 'llama3.2:1b',
      messages: [],
      stream: true,
      stream_options: { include_usage: true },
    };
    const [, type, text] = await fetchText(server.url, '/v1/chat/completions', body);
    const [piece, end, usage, last] = text
      .trimEnd()
      .split('\n\n')
      .map((event) => event.slice('data: '.length));
    expect(type).toBe('text/event-stream');
    expect(JSON.parse(piece ?? '')).toMatchObject({
      choices: [{ delta: { role: 'assistant' } }],
      usage: null,
    });
    expect(JSON.parse(end ?? '').choices[0]).toEqual({ index: 0, delta: {}, finish_reason: 'stop' });
    expect(JSON.parse(usage ?? '')).toMatchObject({ choices: [], usage: { completion_tokens: 16 } });
    expect(last).toBe('[DONE]');
  });

  it('answers a few at a time and lets the others wait', async () => {
    const { server, endpoint } = await start({ slots: 1, delay_ms: 20 });
    await Promise.all([ask(endpoint), ask(endpoint), ask(endpoint)]);
    const queues = server.report().records.map(({ queue_ms }) => queue_ms);
    expect(server.report().most_under_way).toBe(3);
    expect(queues[2]).toBeGreaterThan((queues[1] ?? 0) + 10);
  });

  it('gives the slot back where the client goes away', async () => {
    const { endpoint } = await start({ slots: 1, fault: (index) => (index === 0 ? 'stall_before' : null) });
    expect((await ask(endpoint, {}, AbortSignal.timeout(50))).facts).toBeNull();
    expect((await ask(endpoint)).failure).toBeNull();
  });

  it('takes the time that it was told to, and says how long that was', async () => {
    const { server, endpoint } = await start({ delay_ms: 40, chunks: 7 });
    await ask(endpoint);
    const [record] = server.report().records;
    expect(record?.latency_ms).toBeGreaterThanOrEqual(38);
  });

  it('draws the same faults from the same seed, about as many as asked for', async () => {
    const faultsOf = async (seed: number) => {
      const { server, endpoint } = await start({ seed, faults: { status_500: 0.2, malformed_line: 0.1 } }, 1);
      for (let i = 0; i < 100; i++) await ask(endpoint);
      return server.report().records.map(({ fault }) => fault);
    };
    const [first, again, other] = [await faultsOf(3), await faultsOf(3), await faultsOf(4)];
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    const share = first.filter((fault) => fault === 'status_500').length / 100;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.35);
  });

  it('plants an effect by rules, in a process of its own as well', async () => {
    const rules = [{ contains: 'TOOLS', text: 'short', output_tokens: 2 }];
    const server = await startLlmServerProcess({ rules, output_tokens: 9 });
    closing.push(server.close);
    const endpoint = ollama.open({ endpoint: server.url, slots: 1, key: null });
    closing.push(endpoint.close);
    const [plain, tools] = [await ask(endpoint), await ask(endpoint, { prompt: 'with TOOLS' })];
    expect([plain.facts?.tokens.output, tools.facts?.tokens.output, tools.text]).toEqual([9, 2, 'short']);
    expect((await server.report()).records).toHaveLength(2);
  });
});
