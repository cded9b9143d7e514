import { describe, expect, it } from 'vitest';
import { attempt as attemptSchema } from '../../src/schema/tasks-run.ts';
import { type Endpoint, ProviderFailure } from '../../src/task-contracts.ts';
import { type AttemptInput, attemptAnswer } from '../../src/tasks/attempt.ts';
import { REQUEST } from '../support/llm-server/ask.ts';
import { endpointOf, FACTS, saying, tickingClock } from './_plans.ts';

const attempt = (endpoint: Endpoint, given: Partial<AttemptInput> = {}) =>
  attemptAnswer({
    endpoint,
    request: REQUEST,
    isMarked: true,
    limits: { connect_s: 5, first_token_s: 60, idle_s: 30 },
    total_s: 100,
    now: tickingClock(10),
    signal: new AbortController().signal,
    ...given,
  });

const failing = (cause: unknown, wasConnected = false) =>
  endpointOf(async (_, { onConnected }) => {
    if (wasConnected) onConnected();
    throw cause;
  });

describe('an attempt that is answered', () => {
  it('has its text, its chunks and the moments that matter, from the start of the request', async () => {
    const { answer, attempt: kept, failure } = await attempt(endpointOf(saying('Grüße ', 'an ', 'die Welt')));
    // The clock is read at the start, at each of three chunks and at the end.
    expect(answer).toEqual({
      text: 'Grüße an die Welt',
      chunks: 3,
      first_token_ms: 10,
      streaming_ms: 20,
      latency_ms: 40,
      facts: FACTS,
    });
    expect(attemptSchema.parse(kept)).toEqual({ started_ms: 10, duration_ms: 40, status: 'ok' });
    expect(failure).toBeNull();
  });

  it('has a first token by reasoning, which is no part of the text', async () => {
    const endpoint = endpointOf(async (_, { onChunk }) => {
      onChunk({ kind: 'reasoning', text: 'Hm.' });
      onChunk({ kind: 'content', text: 'Yes.' });
      return FACTS;
    });
    expect((await attempt(endpoint)).answer).toMatchObject({ text: 'Yes.', chunks: 2, first_token_ms: 10 });
  });

  it('with nothing has no first token', async () => {
    const { answer } = await attempt(endpointOf(saying()));
    expect(answer).toMatchObject({ text: '', chunks: 0, first_token_ms: null, streaming_ms: null });
  });

  it('keeps no more than 4 MiB of a text', async () => {
    const { answer } = await attempt(
      endpointOf(saying(...Array.from({ length: 50 }, () => 'x'.repeat(100_000)))),
    );
    expect(answer?.text.length).toBe(4_100_000);
    expect(answer?.chunks).toBe(50);
  });

  it('has no secret in its text, though it came in pieces', async () => {
    const endpoint = endpointOf(saying('Bearer sk-1', '23', '4!'), {
      redact: (text) => text.replaceAll('sk-1234', '[key]'),
    });
    expect((await attempt(endpoint)).answer?.text).toBe('Bearer [key]!');
  });
});

describe('an attempt that fails', () => {
  it('is an outcome with class, limit and status, and has no answer', async () => {
    const failure = new ProviderFailure('timeout', 'too late', { limit: 'idle', http_status: 504 });
    const outcome = await attempt(failing(failure));
    expect(outcome).toEqual({
      attempt: {
        started_ms: 10,
        duration_ms: 10,
        status: 'failed',
        error: { kind: 'timeout', limit: 'idle', http_status: 504, message: 'too late' },
      },
      failure,
      answer: null,
      wasConnected: false,
    });
    expect(attemptSchema.parse(outcome.attempt)).toEqual(outcome.attempt);
  });

  it.each([true, false])('tells whether the server had taken the connection: %s', async (wasConnected) => {
    const { wasConnected: told } = await attempt(
      failing(new ProviderFailure('connection', 'x'), wasConnected),
    );
    expect(told).toBe(wasConnected);
  });

  it.each([
    [new TypeError('x is undefined'), 'TypeError: x is undefined'],
    ['a word', 'a word'],
  ])('by a mistake of tito (%s) is internal and not tried again', async (cause, message) => {
    const { failure } = await attempt(failing(cause));
    expect(failure).toMatchObject({ kind: 'internal', message, is_retryable: false });
  });

  it('by a prompt that was cut has no latency', async () => {
    const request = { ...REQUEST, prompt: 'word'.repeat(10_000) };
    const { answer, failure } = await attempt(endpointOf(saying('An answer.')), { request });
    expect([answer, failure?.kind]).toEqual([null, 'config']);
  });

  it('by a limit ends with that limit', async () => {
    const endpoint = endpointOf(
      (_, { onConnected }, signal) =>
        new Promise((_resolve, reject) => {
          onConnected();
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    const limits = { connect_s: 5, first_token_s: 0.01, idle_s: 30 };
    expect((await attempt(endpoint, { limits })).attempt.error).toMatchObject({
      kind: 'timeout',
      limit: 'first_token',
    });
  });
});

it('an attempt of a run that was aborted is none: the reason goes on', async () => {
  const controller = new AbortController();
  const endpoint = endpointOf(async () => {
    controller.abort('interrupted');
    throw new ProviderFailure('connection', 'cut');
  });
  await expect(attempt(endpoint, { signal: controller.signal })).rejects.toBe('interrupted');
});
