import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../src/task-contracts.ts';
import ollama from '../../../src/tasks/providers/ollama.ts';
import { ask } from '../../support/llm-server/ask.ts';
import { closeAll, failureOf, listen } from '../../support/llm-server/local-server.ts';
import type { LlmServerOptions } from '../../support/llm-server/options.ts';
import { type LlmServer, startLlmServer } from '../../support/llm-server/start-llm-server.ts';

const closing: (() => unknown)[] = [closeAll];
afterEach(async () => {
  for (const close of closing.splice(1)) await close();
  await closeAll();
});

function open(endpoint: string, slots = 1): Endpoint {
  const opened = ollama.open({ endpoint, slots, key: null });
  closing.push(opened.close);
  return opened;
}

async function start(options: LlmServerOptions = {}): Promise<{ server: LlmServer; endpoint: Endpoint }> {
  const server = await startLlmServer(options);
  closing.push(server.close);
  return { server, endpoint: open(server.url) };
}

/** An endpoint that answers every request with this text, in one packet. */
async function answering(text: string, type = 'application/x-ndjson'): Promise<Endpoint> {
  const { url } = await listen(
    createServer((_, response) => response.writeHead(200, { 'content-type': type }).end(text)),
  );
  return open(url);
}

const lines = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
const { signal } = new AbortController();

describe("Ollama's answer", () => {
  it('comes in chunks, with tokens and durations at its end', async () => {
    const { endpoint } = await start({
      answer: () => ({ text: 'Grüße an die 🌍!', input_tokens: 26, output_tokens: 9, cached_tokens: 5 }),
      chunks: 5,
      delay_ms: 30,
    });
    const { text, facts, failure, chunks, connected } = await ask(endpoint);
    expect({ text, failure, connected, chunks }).toEqual({
      text: 'Grüße an die 🌍!',
      failure: null,
      connected: 1,
      chunks: 5,
    });
    expect(facts).toMatchObject({ tokens: { input: 26, output: 9, cached: 5 }, finish_reason: 'stop' });
    expect(facts?.server?.total_ms).toBeGreaterThanOrEqual(25);
    expect(facts?.server?.answer_ms).toBeLessThan(facts?.server?.total_ms ?? 0);
  });

  it('tells durations in milliseconds', async () => {
    const endpoint = await answering(
      lines({
        done: true,
        total_duration: 30_258_609_300,
        load_duration: 19_906_358_300,
        prompt_eval_duration: 175_903_000,
        eval_duration: 500,
      }),
    );
    expect((await ask(endpoint)).facts?.server).toEqual({
      total_ms: 30_258.6093,
      load_ms: 19_906.3583,
      prompt_ms: 175.903,
      answer_ms: 0.0005,
    });
  });

  it('keeps thinking apart', async () => {
    const { endpoint } = await start({ answer: () => ({ text: 'Yes.', reasoning: 'Hm, well.' }) });
    expect(await ask(endpoint)).toMatchObject({ text: 'Yes.', reasoning: 'Hm, well.' });
  });

  it('may leave out every figure, which then is null and not zero', async () => {
    const { facts } = await ask(
      await answering(lines({ message: { content: 'x' }, done: false }, { done: true })),
    );
    expect(facts).toEqual({
      tokens: { input: null, output: null, cached: null },
      finish_reason: null,
      server: { load_ms: null, prompt_ms: null, answer_ms: null, total_ms: null },
    });
  });

  it('may have nonsense for figures, which then is null', async () => {
    const last = {
      done: true,
      eval_count: -3,
      prompt_eval_count: 'many',
      total_duration: null,
      done_reason: 7,
    };
    const { facts } = await ask(await answering(lines(last)));
    expect(facts?.tokens).toEqual({ input: null, output: null, cached: null });
    expect(facts?.finish_reason).toBeNull();
  });

  it.each([
    ['is a piece of another API', lines({ choices: [] }, 'text'), 'parse', 'not a line of Ollama'],
    ['has a number for a text', lines({ message: { content: 7 } }), 'parse', 'not a line of Ollama'],
    ['is a list', lines([1]), 'parse', 'not a line of Ollama'],
    ['is broken', '{"message":\n', 'parse', 'not JSON'],
    ['is an error', lines({ error: 'out of memory' }), 'model', 'out of memory'],
    ['is missing', '', 'connection', 'ended before'],
    ['is not the last', lines({ message: { content: 'x' }, done: false }), 'connection', 'ended before'],
  ])('that %s is a failure', async (_, text, kind, message) => {
    const { facts, failure } = await ask(await answering(text));
    expect([facts, failure?.kind]).toEqual([null, kind]);
    expect(failure?.message).toContain(message);
  });
});

describe('a request to Ollama', () => {
  it('asks for the same each time, with system and user apart', async () => {
    const { server, endpoint } = await start();
    await ask(endpoint, { system: 'Be brief.' });
    expect(server.bodies()).toEqual([
      {
        model: 'llama3.2:1b',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Why is the sky blue?' },
        ],
        stream: true,
        truncate: false,
        shift: false,
        options: { temperature: 0, seed: 7, num_predict: 100 },
      },
    ]);
  });

  it('reserves the context that the run has planned, and none where none is', async () => {
    const { server, endpoint } = await start();
    await ask(endpoint, { context_tokens: 2048 });
    await ask(endpoint);
    expect(server.bodies().map(({ options }) => options)).toEqual([
      { temperature: 0, seed: 7, num_predict: 100, num_ctx: 2048 },
      { temperature: 0, seed: 7, num_predict: 100 },
    ]);
  });

  it('that does not fit into the context fails for good, and says where to set it', async () => {
    const { endpoint } = await start();
    const { failure } = await ask(endpoint, { prompt: 'x '.repeat(5000), context_tokens: 1024 });
    expect(failure).toMatchObject({ kind: 'config', is_retryable: false, http_status: 400 });
    expect(failure?.message).toBe(
      '400: the input length exceeds the context length (of 1024 tokens, which tasks.context_tokens sets)',
    );
  });

  it.each([
    ['with another status', 500, JSON.stringify({ error: 'the prompt exceeds the available context size' })],
    ['in the first line', 200, lines({ error: 'input length exceeds maximum context length' })],
  ])('that does not fit is told from other failures %s', async (_, status, text) => {
    const { url } = await listen(createServer((_request, response) => response.writeHead(status).end(text)));
    expect((await ask(open(url))).failure).toMatchObject({ kind: 'config', is_retryable: false });
  });

  it.each(['', '/', '/api', '/api/'])("finds the API below a base URL that ends in '%s'", async (end) => {
    const { server } = await start();
    expect((await ask(open(`${server.url}${end}`))).failure).toBeNull();
  });

  it('for a model that is not there fails for good', async () => {
    const { endpoint } = await start();
    const { failure } = await ask(endpoint, { model: 'llama9' });
    expect(failure).toMatchObject({ kind: 'model', is_retryable: false, http_status: 404 });
    expect(failure?.message).toBe("404: model 'llama9' not found");
  });

  it('with a long prompt of any characters arrives whole', async () => {
    const { server, endpoint } = await start();
    const prompt = 'Grüße 🌍\n"\\\u0000\u2028'.repeat(20_000);
    await ask(endpoint, { prompt });
    expect(server.report().records[0]?.prompt).toBe(prompt);
  });
});

describe('inspecting Ollama', () => {
  it('tells its version, and its models with their tags', async () => {
    const { endpoint } = await start({ models: ['llama3.2:1b', 'qwen', 'hf.co:443/x/y'] });
    expect(await endpoint.inspect(signal)).toEqual({
      version: '0.14.1',
      models: ['llama3.2:1b', 'qwen:latest', 'hf.co:443/x/y:latest'],
    });
  });

  it('knows an empty server', async () => {
    const { endpoint } = await start({ models: [] });
    expect((await endpoint.inspect(signal)).models).toEqual([]);
  });

  it.each([
    ['something else with JSON', '{}', 'application/json', 'parse'],
    ['a web page', '<title>Router</title>', 'text/html', 'parse'],
    ['text', 'Hello', 'text/plain', 'parse'],
  ])('finds out that there is %s', async (_, text, type, kind) => {
    const endpoint = await answering(text, type);
    expect((await failureOf(endpoint.inspect(signal))).kind).toBe(kind);
  });

  it('says what it means when nothing listens', async () => {
    const { server, endpoint } = await start();
    await server.close();
    const failure = await failureOf(endpoint.inspect(signal));
    expect(failure).toMatchObject({ kind: 'connection', is_retryable: true });
    expect(failure.message).toBe(`${server.url}: nothing listens there (ECONNREFUSED)`);
  });

  it('says what is wrong with an address, not before it is used', async () => {
    expect((await failureOf(open('ftp://x').inspect(signal))).kind).toBe('config');
  });
});

describe('warming up Ollama', () => {
  it('loads the model without asking it anything', async () => {
    const { server, endpoint } = await start();
    await endpoint.warmUp('llama3.2:1b', signal);
    expect(server.report()).toMatchObject({ requests: 1, records: [] });
  });

  it('asks for the context of the requests that follow, so that it is loaded once', async () => {
    const { server, endpoint } = await start();
    await endpoint.warmUp('llama3.2:1b', signal, 14_336);
    await ask(endpoint, { context_tokens: 14_336 });
    expect(server.report()).toMatchObject({ requests: 2, contexts: [14_336] });
  });

  it('fails for a model that is not there', async () => {
    const { endpoint } = await start();
    expect((await failureOf(endpoint.warmUp('llama9', signal))).kind).toBe('model');
  });
});

it('a missing Ollama model can be pulled', () => {
  expect(ollama.pullHint?.('llama3.2:1b')).toBe('ollama pull llama3.2:1b');
});
