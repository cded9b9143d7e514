import type { Random } from '../analysis/random.ts';
import type { PlannedModel, TaskSample, TasksPlan } from '../schema/tasks-run.ts';
import type { Endpoint, Grader, ProviderFailure } from '../task-contracts.ts';
import { type Answer, attemptAnswer } from './attempt.ts';
import { pause, pauseBefore } from './back-off.ts';
import type { Circuit } from './circuit.ts';
import { estimateTokens } from './estimate-tokens.ts';
import type { TasksEvent } from './events.ts';
import type { PreparedSample } from './prepare-sample.ts';

export interface AskInput {
  plan: TasksPlan;
  model: PlannedModel;
  endpoint: Endpoint;
  circuit: Circuit;
  grader: Grader;
  random: Random;
  /** When the sample was ready to be sent. */
  ready_ms: number;
  /** Monotonic clock in milliseconds since the run's start. */
  now: () => number;
  signal: AbortSignal;
  onEvent: (event: TasksEvent) => void;
}

/**
 * Asks until there is an answer or no further attempt is worth it, then grades what came.
 *
 * @returns null where the endpoint was given up before this sample was sent
 * @throws the run's reason where the run was aborted
 */
export async function askSample(prepared: PreparedSample, input: AskInput): Promise<TaskSample | null> {
  const sample = begin(prepared, input);
  const tool = prepared.tools.find(({ status }) => status === 'failed');
  if (tool) {
    const { kind, message } = tool.error ?? { kind: 'internal' as const, message: 'it failed' };
    return { ...sample, error: { kind, message: `${tool.id}: ${message}` } };
  }
  for (;;) {
    const dead = input.circuit.reason();
    if (dead !== null) {
      if (sample.attempts.length === 0) return null;
      return sample;
    }
    const { attempt, answer, failure, wasConnected } = await attemptAnswer({
      endpoint: input.endpoint,
      request: requestOf(prepared, input),
      isMarked: input.plan.cache_bust,
      limits: input.plan.limits,
      total_s: prepared.target.task.time_limit_s,
      now: input.now,
      signal: input.signal,
    });
    sample.attempts.push(attempt);
    if (input.circuit.note(failure, wasConnected))
      input.onEvent({ kind: 'stopped', reason: input.circuit.reason() ?? '' });
    if (answer) return finish(sample, answer, prepared, input.grader);
    if (failure) noteFailure(sample, failure);
    const { retry } = input.plan;
    if (!failure?.is_retryable || sample.attempts.length >= retry.attempts) return sample;
    const pause_ms = pauseBefore(sample.attempts.length, retry, input.random, failure.retry_after_ms);
    const { message: reason } = failure;
    const [planned, attempts] = [prepared.planned, sample.attempts.length];
    input.onEvent({ kind: 'retrying', sample: planned, attempt: attempts, pause_ms, reason });
    await pause(pause_ms, input.signal);
  }
}

const begin = ({ planned, tools, prompt, prompt_sha256 }: PreparedSample, input: AskInput): TaskSample => ({
  ...planned,
  status: 'failed',
  attempts: [],
  queue_ms: Math.max(0, input.now() - input.ready_ms),
  latency_ms: null,
  first_token_ms: null,
  streaming_ms: null,
  chunks: 0,
  tokens: null,
  finish_reason: null,
  server: null,
  tools,
  prompt_sha256,
  prompt_characters: prompt.length,
  answer: null,
  quality: null,
  grade: null,
});

const requestOf = ({ planned, system, prompt, target }: PreparedSample, { plan, model }: AskInput) => ({
  model: model.model,
  system,
  prompt,
  max_output_tokens: target.task.max_output_tokens,
  // Replicates ask the same with another seed: what they differ by is the model's own spread.
  seed: (plan.seed + planned.replicate) % 2 ** 31,
  ...(plan.context_tokens === undefined ? {} : { context_tokens: plan.context_tokens }),
});

function noteFailure(sample: TaskSample, { kind, limit, message }: ProviderFailure): void {
  sample.error = { kind, message, ...(limit === undefined ? {} : { limit }) };
}

function finish(sample: TaskSample, answer: Answer, prepared: PreparedSample, grader: Grader): TaskSample {
  const { tokens, finish_reason, server } = answer.facts;
  const { is_graded, expected } = prepared.target.task;
  const { quality, grade } = is_graded ? grader.grade(answer.text, expected) : { quality: null, grade: null };
  const isCounted = tokens.input !== null && tokens.output !== null;
  const { error: _, ...rest } = sample;
  return {
    ...rest,
    status: 'ok',
    latency_ms: answer.latency_ms,
    first_token_ms: answer.first_token_ms,
    streaming_ms: answer.streaming_ms,
    chunks: answer.chunks,
    tokens: {
      input: tokens.input ?? estimateTokens(`${prepared.system ?? ''}${prepared.prompt}`),
      output: tokens.output ?? estimateTokens(answer.text),
      cached: tokens.cached,
      estimated: !isCounted,
    },
    finish_reason,
    server,
    answer: answer.text,
    quality,
    grade,
  };
}
