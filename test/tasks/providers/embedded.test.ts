import { describe, expect, it } from 'vitest';
import { type AnswerListener, type PromptRequest, ProviderFailure } from '../../../src/task-contracts.ts';
import embedded from '../../../src/tasks/providers/embedded.ts';

const prompt = [
  'Read these files.',
  '=== a.py',
  ...Array.from({ length: 40 }, (_, k) => `${k + 1}| data = pickle.loads(body)`),
  'Answer like {"findings": [{"file": "f", "line": 1, "cwe": "CWE-1"}]}',
].join('\n');
const request: PromptRequest = { model: 'rules', system: null, prompt, max_output_tokens: 5000, seed: 1 };
const open = () => embedded.open({ endpoint: null, slots: 4, key: null });

async function ask(given: Partial<PromptRequest> = {}, signal = new AbortController().signal) {
  const chunks: string[] = [];
  let connected = 0;
  const listener: AnswerListener = {
    onConnected: () => connected++,
    onChunk: ({ kind, text }) => {
      expect(kind).toBe('content');
      chunks.push(text);
    },
  };
  const facts = await open().ask({ ...request, ...given }, listener, signal);
  return { facts, chunks, connected, answer: chunks.join('') };
}

describe('the embedded provider', () => {
  it('is no language model, has one model, needs neither key nor connection', async () => {
    const endpoint = open();
    expect(embedded.is_language_model).toBe(false);
    expect(embedded.key_variable).toBeUndefined();
    const { signal } = new AbortController();
    expect(await endpoint.inspect(signal)).toEqual({ version: null, models: ['rules'] });
    await endpoint.warmUp('rules', signal);
    expect(endpoint.connections()).toBe(0);
    endpoint.close();
  });

  it('streams an answer in several chunks and leaves the counting of tokens to the engine', async () => {
    const { facts, chunks, connected, answer } = await ask();
    expect(connected).toBe(1);
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks.every((chunk) => chunk !== '')).toBe(true);
    expect(JSON.parse(answer).findings).toHaveLength(40);
    expect(facts).toEqual({
      tokens: { input: null, output: null, cached: null },
      finish_reason: 'stop',
      server: null,
    });
  });

  it('answers the same prompt alike, whatever else the request says', async () => {
    const first = await ask();
    expect((await ask()).chunks).toEqual(first.chunks);
    expect((await ask({ model: 'other', seed: 99 })).answer).toBe(first.answer);
    expect((await ask({ prompt: `[0badcafe]\n${prompt}` })).answer).toBe(first.answer);
    expect((await ask({ system: 'Be careful.' })).answer).toBe(first.answer);
    expect((await ask({ prompt: prompt.replaceAll('pickle', 'json') })).answer).not.toBe(first.answer);
  });

  it('stops at the most tokens that were asked for', async () => {
    const { answer, facts } = await ask({ max_output_tokens: 100 });
    expect(answer).toHaveLength(400);
    expect(facts.finish_reason).toBe('length');
  });

  it('lets others have their turn between two chunks', async () => {
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const { chunks } = await ask();
    isDone = true;
    expect(turns).toBeGreaterThanOrEqual(chunks.length);
  });

  it('passes the reason of an abort on, before the answer and amid it', async () => {
    const reason = new ProviderFailure('timeout', 'Too late.', { limit: 'idle' });
    await expect(ask({}, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const chunks: string[] = [];
    const listener: AnswerListener = {
      onConnected: () => undefined,
      onChunk: ({ text }) => {
        chunks.push(text);
        if (chunks.length === 2) controller.abort(reason);
      },
    };
    await expect(open().ask(request, listener, controller.signal)).rejects.toBe(reason);
    expect(chunks).toHaveLength(2);
    await expect(open().inspect(AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(open().warmUp('rules', AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
