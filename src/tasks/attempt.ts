import type { Attempt, Limits } from '../schema/tasks-run.ts';
import { type AnswerFacts, type Endpoint, type PromptRequest, ProviderFailure } from '../task-contracts.ts';
import { refuseCutPrompt } from './cut-prompt.ts';
import { startLimits } from './time-limits.ts';

/** Most characters of an answer that are kept: what comes after is no answer to any task. */
const LONGEST_ANSWER = 4 * 2 ** 20;

export interface AttemptInput {
  endpoint: Endpoint;
  request: PromptRequest;
  /** Whether its prompt begins with a mark of its own, so that no prefix cache holds any of it. */
  isMarked: boolean;
  limits: Limits;
  total_s: number;
  /** Monotonic clock in milliseconds since the run's start. */
  now: () => number;
  signal: AbortSignal;
}

/** A complete answer with the moments that matter, in milliseconds from the request's start. */
export interface Answer {
  text: string;
  latency_ms: number;
  first_token_ms: number | null;
  streaming_ms: number | null;
  chunks: number;
  facts: AnswerFacts;
}

export interface AttemptOutcome {
  attempt: Attempt;
  /** Null where the attempt failed: then the failure says how. */
  answer: Answer | null;
  failure: ProviderFailure | null;
  /** Whether the server had taken the connection. */
  wasConnected: boolean;
}

/**
 * Asks once. All clock readings are taken here.
 * @throws the run's reason where the run was aborted; everything else is an outcome
 */
export async function attemptAnswer(input: AttemptInput): Promise<AttemptOutcome> {
  const { endpoint, request, now, signal } = input;
  const limits = startLimits(input.limits, input.total_s, signal);
  const started = now();
  let [first, last, chunks, length]: [number | null, number, number, number] = [null, 0, 0, 0];
  const texts: string[] = [];
  const redact = endpoint.redact ?? ((text: string) => text);
  let wasConnected = false;
  try {
    const facts = await endpoint.ask(
      request,
      {
        onConnected: () => {
          wasConnected = true;
          limits.connected();
        },
        onChunk: ({ kind, text }) => {
          last = now();
          first ??= last;
          chunks += 1;
          limits.chunk();
          length += text.length;
          if (kind === 'content' && length <= LONGEST_ANSWER) texts.push(text);
        },
      },
      limits.signal,
    );
    const latency_ms = now() - started;
    refuseCutPrompt(request, facts.tokens, input.isMarked);
    return {
      attempt: { started_ms: started, duration_ms: latency_ms, status: 'ok' },
      failure: null,
      wasConnected,
      answer: {
        text: redact(texts.join('')),
        latency_ms,
        first_token_ms: first === null ? null : first - started,
        streaming_ms: first === null ? null : last - first,
        chunks,
        facts,
      },
    };
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    const failure = asFailure(cause);
    const { kind, limit, http_status, message } = failure;
    return {
      attempt: {
        started_ms: started,
        duration_ms: now() - started,
        status: 'failed',
        error: {
          kind,
          message,
          ...(limit === undefined ? {} : { limit }),
          ...(http_status === undefined ? {} : { http_status }),
        },
      },
      failure,
      wasConnected,
      answer: null,
    };
  } finally {
    limits.clear();
  }
}

function asFailure(cause: unknown): ProviderFailure {
  if (cause instanceof ProviderFailure) return cause;
  const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new ProviderFailure('internal', message, { is_retryable: false, cause });
}
