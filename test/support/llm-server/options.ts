/** What may go wrong at a model server, one at a time. */
export const FAULTS = [
  'status_500',
  'status_503',
  'status_429',
  'model_404',
  'html',
  'malformed_line',
  'error_line',
  'truncated',
  'drop_before',
  'drop_middle',
  'stall_before',
  'stall_middle',
  'slow_headers',
] as const;
export type Fault = (typeof FAULTS)[number];

/** What the server is asked, whichever API was used. */
export interface Asked {
  model: string;
  /** All messages, the system's first. */
  prompt: string;
  seed: number | null;
  max_tokens: number | null;
}

/** How it answers; what is left out comes from the options. */
export interface Scripted {
  text?: string;
  reasoning?: string;
  /** Time between getting a slot and the last byte. */
  delay_ms?: number;
  input_tokens?: number;
  output_tokens?: number;
  cached_tokens?: number;
}

/** A planted effect that can be told to another process: prompts that contain the text get this answer. */
export interface Rule extends Scripted {
  contains: string;
}

export interface LlmServerOptions {
  /** Names of the models that are there. */
  models?: string[];
  version?: string;
  /** Key without which the answer is 401. */
  key?: string | null;
  /** Answers made at a time (OLLAMA_NUM_PARALLEL); the others wait. */
  slots?: number;
  /** Requests that may wait; beyond, 503 (OLLAMA_MAX_QUEUE). */
  max_queue?: number;
  delay_ms?: number;
  /** Pieces in which an answer comes, spread evenly over the delay. */
  chunks?: number;
  output_tokens?: number;
  /** Answer by prompt. */
  answer?: (asked: Asked) => Scripted;
  rules?: Rule[];
  /** Share of the requests for an answer that meet a fault, by kind; drawn by the seed in order of arrival. */
  faults?: Partial<Record<Fault, number>>;
  seed?: number;
  /** Fault of the request with this index, over the shares. */
  fault?: (index: number, asked: Asked) => Fault | null;
  /** How long a stall lasts before the connection is closed. */
  stall_ms?: number;
  /** What 429 and 503 say in Retry-After; null for nothing. */
  retry_after?: string | null;
  /** Parameters that the OpenAI side refuses by name. */
  refuses?: string[];
  /** Whether the OpenAI side tells usage when asked, and ends with [DONE]. */
  tells_usage?: boolean;
  says_done?: boolean;
  /** When an idle connection is closed by the server. */
  keep_alive_ms?: number;
  /** Longest context of its models; a request may ask for less by num_ctx. A token is four characters here. */
  longest_context?: number;
  /** Whether it knows `truncate: false`; older ones cut a long prompt and say nothing. */
  refuses_long_prompts?: boolean;
}

/** One request for an answer as the server saw it. */
export interface LlmRecord extends Asked {
  path: string;
  fault: Fault | null;
  /** From the request's arrival to its last byte, the wait for a slot included; null where it did not end well. */
  latency_ms: number | null;
  queue_ms: number;
  authorization: string | null;
}

/** What the server has seen so far. */
export interface LlmServerReport {
  /** Requests for an answer, in order of arrival. */
  records: LlmRecord[];
  /** Requests of any kind. */
  requests: number;
  /** Connections opened to it, and the most at a time. */
  connections: number;
  most_connections: number;
  /** Most requests for an answer under way at a time. */
  most_under_way: number;
  /** Contexts with which a model was loaded, one after the other; null for the server's own. */
  contexts: (number | null)[];
}

export const withDefaults = (options: LlmServerOptions) => ({
  models: ['llama3.2:1b'],
  version: '0.14.1',
  key: null,
  slots: Number.POSITIVE_INFINITY,
  max_queue: 512,
  delay_ms: 0,
  chunks: 4,
  output_tokens: 16,
  rules: [],
  faults: {},
  seed: 1,
  stall_ms: 60_000,
  retry_after: '1',
  refuses: [],
  tells_usage: true,
  says_done: true,
  keep_alive_ms: 60_000,
  longest_context: Number.POSITIVE_INFINITY,
  refuses_long_prompts: true,
  ...options,
});
export type LlmServerSettings = ReturnType<typeof withDefaults>;
