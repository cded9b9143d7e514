/** The shapes of what `tito tasks` can be extended by, each one file with its `define` helper. */
import type { ErrorKind, TimeLimit } from './schema/tasks-run.ts';

/** One question to a model. */
export interface PromptRequest {
  model: string;
  system: string | null;
  prompt: string;
  max_output_tokens: number;
  seed: number;
  /** Tokens that prompt and answer have to find room in; only where the provider sets contexts. */
  context_tokens?: number;
}

/** What happens while an answer streams in. The engine reads the clock; a provider never does. */
export interface AnswerListener {
  /** The connection stands, new or kept alive, and the request is about to be written. */
  onConnected: () => void;
  onChunk: (chunk: { kind: 'content' | 'reasoning'; text: string }) => void;
}

/** What the server says at the end of an answer; null where it doesn't. */
export interface AnswerFacts {
  tokens: { input: number | null; output: number | null; cached: number | null };
  finish_reason: string | null;
  server: {
    load_ms: number | null;
    prompt_ms: number | null;
    answer_ms: number | null;
    total_ms: number | null;
  } | null;
}

/** An attempt failed. `is_retryable` says whether another one may do better; a server may ask for patience. */
export class ProviderFailure extends Error {
  readonly kind: ErrorKind;
  readonly is_retryable: boolean;
  readonly http_status: number | undefined;
  readonly retry_after_ms: number | undefined;
  readonly limit: TimeLimit | undefined;

  constructor(
    kind: ErrorKind,
    message: string,
    details: {
      is_retryable?: boolean;
      http_status?: number;
      retry_after_ms?: number;
      limit?: TimeLimit;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'ProviderFailure';
    this.kind = kind;
    this.is_retryable = details.is_retryable ?? (kind === 'connection' || kind === 'timeout');
    this.http_status = details.http_status;
    this.retry_after_ms = details.retry_after_ms;
    this.limit = details.limit;
  }
}

/** What a server says of itself. */
export interface EndpointFacts {
  version: string | null;
  /** Names of the models that it can answer with; null where it does not tell. */
  models: string[] | null;
}

/** An open endpoint: its sockets and nothing else. */
export interface Endpoint {
  /** @throws ProviderFailure where it can't be reached within the limit */
  inspect: (signal: AbortSignal) => Promise<EndpointFacts>;
  /**
   * Makes the model ready, untimed: a first request pays for loading it.
   * @param context_tokens as in the requests that follow: another length may load the model anew
   */
  warmUp: (model: string, signal: AbortSignal, context_tokens?: number) => Promise<void>;
  /**
   * Streams an answer.
   * @param signal aborted by the engine when one of its time limits runs out, with the failure as its reason
   * @throws ProviderFailure classed; an abort's own reason is passed on unchanged
   */
  ask: (request: PromptRequest, listener: AnswerListener, signal: AbortSignal) => Promise<AnswerFacts>;
  /**
   * Takes the endpoint's secrets out of a text; absent where it has none. Pieces of an answer and failures come without
   * them, but a server may repeat a key in pieces: the engine sends the assembled answer through this.
   */
  redact?: (text: string) => string;
  /** Connections opened so far. */
  connections: () => number;
  close: () => void;
}

/** Who answers a prompt. */
export interface Provider {
  title: string;
  is_language_model: boolean;
  /** Environment variable that holds the key; absent where none is needed. */
  key_variable?: string;
  /** Whether its requests say how long a context they need; a run plans one length for all of them then. */
  sets_context?: boolean;
  /** How to get a missing model, for `tasks validate`; absent where there is no way. */
  pullHint?: (model: string) => string;
  /** @param options `endpoint` is null for a provider inside of tito; as many sockets as `slots` */
  open: (options: { endpoint: string | null; slots: number; key: string | null }) => Endpoint;
}
export const defineProvider = (provider: Provider): Provider => provider;

/** Source files of a target, as tools and prompts see them. */
export interface SourceFile {
  /** Relative to the target's folder, with `/`. */
  path: string;
  text: string;
}

/** An analyser whose output goes into the tools prompt. It runs in a worker thread; it has no state between runs. */
export interface Tool {
  title: string;
  /** @returns text for the prompt, stable in its order */
  analyse: (files: readonly SourceFile[]) => string;
}
export const defineTool = (tool: Tool): Tool => tool;

/** How well an answer meets the truth. Pure. */
export interface Grader {
  title: string;
  /** What `expected` has to look like; throws a TypeError that says what is wrong. */
  check: (expected: Readonly<Record<string, unknown>>) => void;
  /**
   * @param answer the model's text as it came, with or without JSON in it
   * @returns quality 0 to 1, and what was found
   */
  grade: (
    answer: string,
    expected: Readonly<Record<string, unknown>>,
  ) => { quality: number; grade: Record<string, unknown> };
}
export const defineGrader = (grader: Grader): Grader => grader;
