import * as z from 'zod';
import {
  type AnswerFacts,
  type AnswerListener,
  defineProvider,
  type PromptRequest,
  ProviderFailure,
} from '../../task-contracts.ts';
import { brokenOff } from '../http/failures.ts';
import { type HttpEndpoint, openHttpEndpoint } from '../http/http-endpoint.ts';
import { ndjsonReader } from '../http/ndjson.ts';
import { errorOf, firstWords } from '../http/server-message.ts';
import { wireCount, wireNanoseconds, wireText } from '../http/wire-fields.ts';

/** A line of the stream: a piece of the answer, or an error. */
const chunk = z.object({
  message: z.object({ content: wireText, thinking: wireText }).nullish(),
  done: z.boolean().default(false),
  error: z.unknown().optional(),
});

/** What only the last line has. Zeros are left out by the server: absent means zero or unknown. */
const lastChunk = z.object({
  done_reason: z.string().nullable().catch(null),
  total_duration: wireNanoseconds,
  load_duration: wireNanoseconds,
  prompt_eval_duration: wireNanoseconds,
  eval_duration: wireNanoseconds,
  prompt_eval_count: wireCount,
  prompt_eval_cached_count: wireCount,
  eval_count: wireCount,
});

const version = z.object({ version: z.string() });
const tags = z.object({ models: z.array(z.object({ name: z.string() })).nullable() });

/** Ollama's own API, whose last line tells tokens and durations. */
export default defineProvider({
  title: 'Ollama',
  is_language_model: true,
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
      warmUp: async (model, signal) => {
        await http.fetchJson({ path: '/api/generate', body: { model, stream: false }, signal });
      },
      ask: (request, listener, signal) => ask(http, request, listener, signal),
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
    const { error, message, done } = readChunk(value);
    if (error) throw new ProviderFailure('model', errorOf({ error }).message);
    if (message?.thinking) listener.onChunk({ kind: 'reasoning', text: message.thinking });
    if (message?.content) listener.onChunk({ kind: 'content', text: message.content });
    if (done) facts = readFacts(value);
    return done;
  };
  const onEnd = () => {
    throw brokenOff();
  };
  await http.stream(
    {
      path: '/api/chat',
      accept: 'application/x-ndjson',
      body: bodyOf(request),
      onConnected: listener.onConnected,
      signal,
    },
    () => ndjsonReader(onValue, onEnd, http.redact),
  );
  if (facts === null) throw brokenOff();
  return facts;
}

const bodyOf = ({ model, system, prompt, max_output_tokens, seed }: PromptRequest) => ({
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
  options: { temperature: 0, seed, num_predict: max_output_tokens },
});

function readChunk(value: unknown): z.infer<typeof chunk> {
  const read = chunk.safeParse(value);
  if (read.success) return read.data;
  throw new ProviderFailure('parse', `not a line of Ollama's: ${firstWords(JSON.stringify(value))}`);
}

function readFacts(value: unknown): AnswerFacts {
  const last = lastChunk.parse(value);
  return {
    tokens: { input: last.prompt_eval_count, output: last.eval_count, cached: last.prompt_eval_cached_count },
    finish_reason: last.done_reason,
    server: {
      load_ms: last.load_duration,
      prompt_ms: last.prompt_eval_duration,
      answer_ms: last.eval_duration,
      total_ms: last.total_duration,
    },
  };
}
