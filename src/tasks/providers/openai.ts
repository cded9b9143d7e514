import * as z from 'zod';
import {
  type AnswerFacts,
  type AnswerListener,
  defineProvider,
  type PromptRequest,
  ProviderFailure,
} from '../../task-contracts.ts';
import type { BodyReader } from '../http/body-reader.ts';
import { brokenOff } from '../http/failures.ts';
import { type HttpEndpoint, openHttpEndpoint } from '../http/http-endpoint.ts';
import { parseJson } from '../http/parse-json.ts';
import type { Redact } from '../http/redact.ts';
import { errorOf, firstWords } from '../http/server-message.ts';
import { eventReader } from '../http/server-sent-events.ts';
import { bodyText } from '../http/whole-body.ts';
import { isWireFields, isWireText, type WireFields, wireCount } from '../http/wire-fields.ts';
import { type ChatBody, refusedParameter, withoutRefused } from './_refused-parameters.ts';

type Text = string | null | undefined;

interface Choice {
  index?: number;
  delta?: { content: Text; reasoning: Text; reasoning_content: Text } | null;
  finish_reason?: Text;
  /** In place of a delta: a whole answer at once. */
  message?: unknown;
}

/** An event: pieces of the answer, or usage with no choices at all, or an error. */
interface Chunk {
  choices?: readonly Choice[] | null;
  usage?: unknown;
  error?: unknown;
}

const isChoice = (value: unknown): value is Choice => {
  if (!isWireFields(value) || !isWireText(value.finish_reason)) return false;
  const { index, delta } = value;
  if (index !== undefined && wireCount(index) === null) return false;
  if (delta == null) return true;
  if (!isWireFields(delta)) return false;
  return [delta.content, delta.reasoning, delta.reasoning_content].every(isWireText);
};

const isChunk = (value: unknown): value is Chunk => {
  if (!isWireFields(value)) return false;
  const { choices } = value;
  return choices == null || (Array.isArray(choices) && choices.every(isChoice));
};

const modelList = z.object({ data: z.array(z.object({ id: z.string() })).nullable() });

/** Tokens that loading a model by asking it may cost. */
const WARM_UP_TOKENS = 16;

/** Any server with OpenAI's chat completions. What it does not accept of a request is left out from then on. */
export default defineProvider({
  title: 'OpenAI-compatible server',
  is_language_model: true,
  key_variable: 'OPENAI_API_KEY',
  open: ({ endpoint, slots, key }) => {
    const http = openHttpEndpoint({ endpoint, slots, key, tail: '/v1' });
    const adapted = new Map<string, Set<string>>();
    const ask = (request: PromptRequest, listener: AnswerListener, signal: AbortSignal) => {
      const refused = adapted.get(request.model) ?? new Set();
      adapted.set(request.model, refused);
      return askAdapting(http, request, refused, listener, signal);
    };
    return {
      inspect: async (signal) => ({ version: null, models: await listModels(http, signal) }),
      // There is no request that only loads a model. This one also finds out what the server does not accept.
      warmUp: async (model, signal) => {
        const request = { model, system: null, prompt: 'Hello', max_output_tokens: WARM_UP_TOKENS, seed: 0 };
        await ask(request, { onConnected: () => undefined, onChunk: () => undefined }, signal);
      },
      ask,
      redact: http.redact,
      connections: http.connections,
      close: http.close,
    };
  },
});

/** @returns null where the server has no list */
async function listModels(http: HttpEndpoint, signal: AbortSignal): Promise<string[] | null> {
  try {
    const listed = modelList.safeParse(await http.fetchJson({ path: '/v1/models', signal }));
    if (!listed.success) throw new ProviderFailure('parse', 'its list of models is none');
    return (listed.data.data ?? []).map(({ id }) => id);
  } catch (cause) {
    const isNone = cause instanceof ProviderFailure && [404, 405, 501].includes(cause.http_status ?? 0);
    if (!isNone || cause.kind === 'parse') throw cause;
    return null;
  }
}

/**
 * Servers differ in what they accept: a parameter that was refused by name is left out or renamed, and the request sent
 * again at once. That is no attempt of its own; it happens once for each parameter and model, in the warm-up.
 */
async function askAdapting(
  http: HttpEndpoint,
  request: PromptRequest,
  refused: Set<string>,
  listener: AnswerListener,
  signal: AbortSignal,
): Promise<AnswerFacts> {
  let isConnected = false;
  const onConnected = () => {
    if (!isConnected) listener.onConnected();
    isConnected = true;
  };
  for (;;) {
    const body = withoutRefused(bodyOf(request), refused);
    try {
      return await askOnce(http, body, { ...listener, onConnected }, signal);
    } catch (cause) {
      const parameter = refusedParameter(cause, body);
      if (parameter === null) throw cause;
      refused.add(parameter);
    }
  }
}

async function askOnce(
  http: HttpEndpoint,
  body: ChatBody,
  listener: AnswerListener,
  signal: AbortSignal,
): Promise<AnswerFacts> {
  const facts: AnswerFacts = {
    tokens: { input: null, output: null, cached: null },
    finish_reason: null,
    server: null,
  };
  const onData = (data: string) => {
    if (data.trim() === '[DONE]') return true;
    const { error, choices, usage: used } = readChunk(data);
    if (error) throw new ProviderFailure('model', errorOf({ error }).message);
    for (const { index = 0, delta, finish_reason, message } of choices ?? []) {
      if (index !== 0) continue;
      if (message && !delta)
        throw new ProviderFailure('parse', 'the server answers at once instead of streaming');
      const reasoning = delta?.reasoning ?? delta?.reasoning_content;
      if (reasoning) listener.onChunk({ kind: 'reasoning', text: reasoning });
      if (delta?.content) listener.onChunk({ kind: 'content', text: delta.content });
      facts.finish_reason = finish_reason ?? facts.finish_reason;
    }
    if (isWireFields(used)) facts.tokens = tokensOf(used);
    return false;
  };
  const onEnd = () => {
    // Some servers close without their last word; what they said before tells whether the answer was complete.
    if (facts.finish_reason === null) throw brokenOff();
  };
  const { onConnected } = listener;
  await http.stream(
    { path: '/v1/chat/completions', accept: 'text/event-stream', body, onConnected, signal },
    // Errors, and answers of servers that can't stream, come as a document.
    ({ headers }) =>
      /\bjson\b/.test(headers['content-type'] ?? '')
        ? documentReader(onData, http.redact)
        : eventReader(onData, onEnd, http.redact),
  );
  return facts;
}

const LONGEST_DOCUMENT_BYTES = 64 * 2 ** 10;

const documentReader = (onData: (data: string) => unknown, redact: Redact): BodyReader =>
  bodyText(LONGEST_DOCUMENT_BYTES, (text) => {
    onData(redact(text));
    throw new ProviderFailure('parse', `not a stream of events: ${firstWords(redact(text))}`);
  });

const bodyOf = ({ model, system, prompt, max_output_tokens, seed }: PromptRequest): ChatBody => ({
  model,
  messages: [
    ...(system === null ? [] : [{ role: 'system', content: system }]),
    { role: 'user', content: prompt },
  ],
  stream: true,
  stream_options: { include_usage: true },
  max_tokens: max_output_tokens,
  temperature: 0,
  seed,
});

function readChunk(data: string): Chunk {
  const value = parseJson(data);
  if (isChunk(value)) return value;
  throw new ProviderFailure('parse', `not an event of a chat completion: ${firstWords(data)}`);
}

const tokensOf = (used: WireFields): AnswerFacts['tokens'] => ({
  input: wireCount(used.prompt_tokens),
  output: wireCount(used.completion_tokens),
  cached: isWireFields(used.prompt_tokens_details)
    ? wireCount(used.prompt_tokens_details.cached_tokens)
    : null,
});
