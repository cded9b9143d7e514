import * as z from 'zod';
import {
  type AnswerFacts,
  type AnswerListener,
  defineProvider,
  type PromptRequest,
  ProviderFailure,
} from '../../task-contracts.ts';
import { brokenOff, isTooLong } from '../http/failures.ts';
import { type HttpEndpoint, openHttpEndpoint } from '../http/http-endpoint.ts';
import { ndjsonReader } from '../http/ndjson.ts';
import { errorOf, firstWords } from '../http/server-message.ts';
import {
  isWireFields,
  isWireText,
  type WireFields,
  wireCount,
  wireNanoseconds,
} from '../http/wire-fields.ts';

/** A line of the stream: a piece of the answer, or an error. */
interface Chunk extends WireFields {
  message?: { content?: string | null; thinking?: string | null } | null;
  done?: boolean;
  error?: unknown;
}

const isChunk = (value: unknown): value is Chunk => {
  if (!isWireFields(value)) return false;
  const { message, done } = value;
  if (done !== undefined && typeof done !== 'boolean') return false;
  if (message == null) return true;
  return isWireFields(message) && isWireText(message.content) && isWireText(message.thinking);
};

const version = z.object({ version: z.string() });
const tags = z.object({ models: z.array(z.object({ name: z.string() })).nullable() });

/** Ollama's own API, whose last line tells tokens and durations. */
export default defineProvider({
  title: 'Ollama',
  is_language_model: true,
  sets_context: true,
  pullHint: (model) => `ollama pull ${model}`,
  open: ({ endpoint, slots, key }) => {
    const http = openHttpEndpoint({ endpoint, slots, key, tail: '/api' });
    return {
      inspect: async (signal) => {
        const said = version.safeParse(await http.fetchJson({ path: '/api/version', signal }));
        if (!said.success) throw new ProviderFailure('parse', 'it has no version and so is no Ollama server');
        const listed = tags.safeParse(await http.fetchJson({ path: '/api/tags', signal }));
        const names = listed.data?.models?.map(({ name }) => tagged(name));
        return { version: said.data.version, models: names ?? (listed.success ? [] : null) };
      },
      // A request without a prompt loads the model and nothing else.
      warmUp: async (model, signal, context_tokens) => {
        const body = { model, stream: false, options: contextOf(context_tokens) };
        await http.fetchJson({ path: '/api/generate', body, signal });
      },
      ask: (request, listener, signal) => ask(http, request, listener, signal),
      redact: http.redact,
      connections: http.connections,
      close: http.close,
    };
  },
});

/** A name without a tag means the newest one. */
const tagged = (name: string) => (/:[^/]*$/.test(name) ? name : `${name}:latest`);

async function ask(
  http: HttpEndpoint,
  request: PromptRequest,
  listener: AnswerListener,
  signal: AbortSignal,
): Promise<AnswerFacts> {
  let facts: AnswerFacts | null = null;
  const onValue = (value: unknown) => {
    const read = readChunk(value);
    const { error, message, done = false } = read;
    if (error) throw new ProviderFailure('model', errorOf({ error }).message);
    if (message?.thinking) listener.onChunk({ kind: 'reasoning', text: message.thinking });
    if (message?.content) listener.onChunk({ kind: 'content', text: message.content });
    if (done) facts = readFacts(read);
    return done;
  };
  const onEnd = () => {
    throw brokenOff();
  };
  const answered = http.stream(
    {
      path: '/api/chat',
      accept: 'application/x-ndjson',
      body: bodyOf(request),
      onConnected: listener.onConnected,
      signal,
    },
    () => ndjsonReader(onValue, onEnd, http.redact),
  );
  await answered.catch((cause: unknown) => {
    throw explainLength(cause, request);
  });
  if (facts === null) throw brokenOff();
  return facts;
}

/** A prompt that does not fit, before the answer or in its first line: what was asked for, and where it is set. */
function explainLength(cause: unknown, { context_tokens = 0 }: PromptRequest): unknown {
  if (!(cause instanceof ProviderFailure) || !isTooLong(cause.message)) return cause;
  const { message, http_status } = cause;
  const asked = context_tokens > 0 ? `of ${context_tokens} tokens, ` : '';
  return new ProviderFailure('config', `${message} (${asked}which tasks.context_tokens sets)`, {
    is_retryable: false,
    ...(http_status === undefined ? {} : { http_status }),
    cause,
  });
}

/** Without it, the server takes 4096 or what its owner has set; a change of it loads the model anew. */
const contextOf = (context_tokens: number | undefined) =>
  context_tokens === undefined ? {} : { num_ctx: context_tokens };

const bodyOf = ({ model, system, prompt, max_output_tokens, seed, context_tokens }: PromptRequest) => ({
  model,
  messages: [
    ...(system === null ? [] : [{ role: 'system', content: system }]),
    { role: 'user', content: prompt },
  ],
  stream: true,
  // A prompt that is longer than the context is an error, rather than one that the model saw half of; an answer that
  // fills the context ends there. By default the server cuts in silence.
  truncate: false,
  shift: false,
  options: { temperature: 0, seed, num_predict: max_output_tokens, ...contextOf(context_tokens) },
});

function readChunk(value: unknown): Chunk {
  if (isChunk(value)) return value;
  throw new ProviderFailure('parse', `not a line of Ollama's: ${firstWords(JSON.stringify(value))}`);
}

/** What only the last line has. Zeros are left out by the server: absent means zero or unknown. */
function readFacts(last: WireFields): AnswerFacts {
  return {
    tokens: {
      input: wireCount(last.prompt_eval_count),
      output: wireCount(last.eval_count),
      cached: wireCount(last.prompt_eval_cached_count),
    },
    finish_reason: typeof last.done_reason === 'string' ? last.done_reason : null,
    server: {
      load_ms: wireNanoseconds(last.load_duration),
      prompt_ms: wireNanoseconds(last.prompt_eval_duration),
      answer_ms: wireNanoseconds(last.eval_duration),
      total_ms: wireNanoseconds(last.total_duration),
    },
  };
}
