import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../src/task-contracts.ts';
import openai from '../../../src/tasks/providers/openai.ts';
import { ask } from '../../support/llm-server/ask.ts';
import { closeAll, failureOf, listen } from '../../support/llm-server/local-server.ts';
import type { LlmServerOptions } from '../../support/llm-server/options.ts';
import { type LlmServer, startLlmServer } from '../../support/llm-server/start-llm-server.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await closeAll();
});

const KEY = 'sk-very-secret-0123456789';

function open(endpoint: string, key: string | null = null): Endpoint {
  const opened = openai.open({ endpoint, slots: 1, key });
  closing.push(opened.close);
  return opened;
}

async function start(options: LlmServerOptions = {}, key: string | null = null) {
  const server: LlmServer = await startLlmServer(options);
  closing.push(server.close);
  return { server, endpoint: open(server.url, key) };
}

async function answering(text: string, type = 'text/event-stream', status = 200): Promise<Endpoint> {
  const { url } = await listen(
    createServer((_, response) => response.writeHead(status, { 'content-type': type }).end(text)),
  );
  return open(url);
}

const events = (...values: unknown[]) => values.map((value) => `data: ${JSON.stringify(value)}\n\n`).join('');
const delta = (fields: object, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta: fields, finish_reason }],
});
const { signal } = new AbortController();

describe('an answer of a compatible server', () => {
  it('comes in chunks, with usage in an event that has no choices', async () => {
    const { endpoint } = await start({
      answer: () => ({ text: 'Grüße an die 🌍!', input_tokens: 26, output_tokens: 9, cached_tokens: 5 }),
      chunks: 5,
    });
    const { text, facts, failure, connected } = await ask(endpoint);
    expect({ text, failure, connected }).toEqual({ text: 'Grüße an die 🌍!', failure: null, connected: 1 });
    expect(facts).toEqual({
      tokens: { input: 26, output: 9, cached: 5 },
      finish_reason: 'stop',
      server: null,
    });
  });

  it.each(['reasoning', 'reasoning_content'])('keeps reasoning apart, as %s', async (field) => {
    const text = events(
      delta({ role: 'assistant', [field]: 'Hm.' }),
      delta({ content: 'Yes.' }),
      delta({}, 'stop'),
    );
    expect(await ask(await answering(text))).toMatchObject({ text: 'Yes.', reasoning: 'Hm.' });
  });

  it('may tell no usage', async () => {
    const { endpoint } = await start({ tells_usage: false });
    expect((await ask(endpoint)).facts?.tokens).toEqual({ input: null, output: null, cached: null });
  });

  it('may end without its last word', async () => {
    const { endpoint } = await start({ says_done: false });
    expect((await ask(endpoint)).facts).toMatchObject({ finish_reason: 'stop', tokens: { output: 16 } });
  });

  it.each([
    ['usage that is null', { ...delta({ content: 'x' }), usage: null }],
    ['usage that is nonsense', { ...delta({ content: 'x' }), usage: { prompt_tokens: 'many' } }],
    ['an error that is null', { ...delta({ content: 'x' }), error: null }],
    ['content that is null', delta({ content: null })],
    ['a delta that is null', { choices: [{ index: 0, delta: null, finish_reason: null }] }],
    ['choices that are null', { choices: null }],
    ['another choice', { choices: [{ index: 1, delta: { content: 'not this' } }] }],
    ['a reason that comes early', delta({}, 'length')],
    ['nothing at all', {}],
  ])('may have an event with %s', async (_, event) => {
    const text = events(event, delta({ content: 'y' }), delta({}, 'length'), delta({ content: '' }));
    const { failure, facts, text: heard } = await ask(await answering(text));
    expect(failure).toBeNull();
    expect(facts?.finish_reason).toBe('length');
    expect(heard).toMatch(/^x?y$/);
  });

  it.each([
    [
      'an error in the middle',
      events(delta({ content: 'x' }), { error: { message: 'overloaded' } }),
      'model',
    ],
    [
      'an error without the word data',
      `${events(delta({ content: 'x' }))}{"error":"overloaded"}\n\n`,
      'model',
    ],
    ['an event that is broken', 'data: {"choices":[\n\n', 'parse'],
    ['an event of another shape', events({ choices: 'x' }), 'parse'],
    ['an event that is no object', events(7), 'parse'],
    ['text instead of events', 'Hello\n', 'parse'],
    ['a whole answer at once', events({ choices: [{ index: 0, message: { content: 'x' } }] }), 'parse'],
    ['no reason why it ended', events(delta({ content: 'x' })), 'connection'],
    ['nothing', '', 'connection'],
  ])('with %s is a failure', async (_, text, kind) => {
    const { facts, failure } = await ask(await answering(text));
    expect([facts, failure?.kind]).toEqual([null, kind]);
  });

  it.each([
    ['an error', '{\n "error": {"message": "out of memory"}\n}', 'model'],
    ['a whole answer', '{\n "choices": [{"index": 0, "message": {"content": "x"}}]\n}', 'parse'],
    ['something else', '{}', 'parse'],
  ])('that is a document with %s is a failure', async (_, text, kind) => {
    const { facts, failure } = await ask(await answering(text, 'application/json'));
    expect([facts, failure?.kind]).toEqual([null, kind]);
  });
});

describe('a request to a compatible server', () => {
  const full = {
    model: 'llama3.2:1b',
    messages: [{ role: 'user', content: 'Why is the sky blue?' }],
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: 100,
    temperature: 0,
    seed: 7,
  };

  it('asks for usage, and for the same each time', async () => {
    const { server, endpoint } = await start();
    await ask(endpoint);
    expect(server.bodies()).toEqual([full]);
  });

  it.each(['', '/', '/v1', '/v1/'])("finds the API below a base URL that ends in '%s'", async (end) => {
    const { server } = await start();
    await ask(open(`${server.url}${end}`));
    expect(server.report().records[0]?.path).toBe('/v1/chat/completions');
  });

  it('names the limit of tokens anew where its old name is refused, from then on', async () => {
    const { server, endpoint } = await start({ refuses: ['max_tokens'] });
    expect((await ask(endpoint)).failure).toBeNull();
    await ask(endpoint);
    const { max_tokens, ...others } = full;
    const renamed = { ...others, max_completion_tokens: max_tokens };
    expect(server.bodies()).toEqual([full, renamed, renamed]);
  });

  it('is announced once, however often it was adapted', async () => {
    const { endpoint } = await start({ refuses: ['max_tokens', 'temperature', 'seed', 'stream_options'] });
    const { failure, connected } = await ask(endpoint);
    expect([failure, connected]).toEqual([null, 1]);
  });

  it('is adapted in the warm-up, so that no timed request pays for it', async () => {
    const { server, endpoint } = await start({ refuses: ['temperature', 'seed'] });
    await endpoint.warmUp('llama3.2:1b', signal);
    const before = server.report().requests;
    await ask(endpoint);
    expect(server.report().requests).toBe(before + 1);
  });

  it('is not adapted where a value was refused and no name', async () => {
    let requests = 0;
    const { url } = await listen(
      createServer((_, response) => {
        requests += 1;
        response
          .writeHead(400)
          .end('{"error":{"message":"max_tokens is too large: 100","param":"max_tokens"}}');
      }),
    );
    const { failure } = await ask(open(url));
    expect(failure).toMatchObject({ kind: 'config', is_retryable: false, http_status: 400 });
    expect(requests).toBe(1);
  });

  it('understands a refusal that names the parameter apart', async () => {
    const bodies: string[] = [];
    const { url } = await listen(
      createServer((request, response) => {
        request.on('data', (bytes: Buffer) => bodies.push(bytes.toString()));
        request.on('end', () => {
          if (bodies.at(-1)?.includes('seed') !== true) return response.end(events(delta({}, 'stop')));
          const detail = [
            { type: 'extra_forbidden', loc: ['body', 'seed'], msg: 'Extra inputs are not permitted' },
          ];
          return response.writeHead(422).end(JSON.stringify({ detail }));
        });
      }),
    );
    expect((await ask(open(url))).failure).toBeNull();
    expect(bodies).toHaveLength(2);
  });
});

describe('the key', () => {
  it('comes from the variable that everybody uses', () => {
    expect(openai.key_variable).toBe('OPENAI_API_KEY');
  });

  it('opens the door', async () => {
    const { endpoint } = await start({ key: KEY }, KEY);
    expect((await ask(endpoint)).failure).toBeNull();
  });

  it.each([
    ['wrong', 'sk-another-9876543210'],
    ['missing', null],
  ])('that is %s is a matter of configuration, and not shown', async (_, key) => {
    const { endpoint } = await start({ key: KEY }, key);
    const { failure } = await ask(endpoint);
    expect(failure).toMatchObject({ kind: 'config', is_retryable: false, http_status: 401 });
    expect(failure?.message).not.toContain(key ?? KEY);
    expect((await failureOf(endpoint.inspect(signal))).kind).toBe('config');
  });

  it('is taken out of an answer that repeats it', async () => {
    const { endpoint } = await start({ key: KEY, answer: () => ({ text: `Bearer ${KEY}` }), chunks: 1 }, KEY);
    expect((await ask(endpoint)).text).toBe('Bearer [key]');
  });
});

describe('inspecting a compatible server', () => {
  it('tells its models', async () => {
    const { endpoint } = await start({ models: ['gpt-x', 'gpt-y'] });
    expect(await endpoint.inspect(signal)).toEqual({ version: null, models: ['gpt-x', 'gpt-y'] });
  });

  it.each([404, 405, 501])('does without a list where there is none (%i)', async (status) => {
    const endpoint = await answering('{"error":"no such path"}', 'application/json', status);
    expect(await endpoint.inspect(signal)).toEqual({ version: null, models: null });
  });

  it.each([
    ['a web page', '<title>Router</title>', 'text/html', 200],
    ['a web page that was not found', '<title>404</title>', 'text/html', 404],
    ['other JSON', '{"models":[]}', 'application/json', 200],
  ])('finds out that there is %s', async (_, text, type, status) => {
    expect((await failureOf((await answering(text, type, status)).inspect(signal))).kind).toBe('parse');
  });
});
