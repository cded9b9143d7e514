import type { TaskSample } from '../../schema/tasks-run.ts';

/** A sample with an answer: what it took is known. */
export type Success = TaskSample & { latency_ms: number; tokens: NonNullable<TaskSample['tokens']> };

export const isSuccess = (sample: TaskSample): sample is Success =>
  sample.status === 'ok' && sample.latency_ms !== null && sample.tokens !== null;

/** Time of the tools of the tools arm, in milliseconds; 0 in the baseline arm. */
export const toolsMs = ({ tools }: TaskSample): number =>
  tools.reduce((sum, { duration_ms }) => sum + duration_ms, 0);

/** Tools, and the attempt that succeeded: waiting for a slot, failed attempts and pauses between them are no part of it. */
export const durationMs = (sample: Success): number => toolsMs(sample) + sample.latency_ms;

export const totalTokens = ({ tokens }: Success): number => tokens.input + tokens.output;

/** (last chunk − first chunk) / (output tokens − 1); undefined for one token. */
export function interTokenMs({ streaming_ms, tokens, chunks }: Success): number | null {
  return streaming_ms === null || tokens.output < 2 || chunks < 2 ? null : streaming_ms / (tokens.output - 1);
}

/** (last chunk − request) / output tokens: with the first token, unlike the time between tokens. */
export function timePerOutputTokenMs({ first_token_ms, streaming_ms, tokens }: Success): number | null {
  if (first_token_ms === null || streaming_ms === null || tokens.output === 0) return null;
  return (first_token_ms + streaming_ms) / tokens.output;
}

/** Output tokens per second of the request; null where it took no time that the clock could tell. */
export const tokensPerSecond = ({ latency_ms, tokens }: Success): number | null =>
  latency_ms > 0 ? (1000 * tokens.output) / latency_ms : null;

/**
 * Share of the latency during which the server says that it worked on the request (loading, prompt, answer). The rest
 * is its queue and the network. Null where the server does not tell.
 */
export function serverShare({ server, latency_ms }: Success): number | null {
  const worked = [server?.load_ms, server?.prompt_ms, server?.answer_ms].filter((ms) => ms != null);
  if (server?.answer_ms == null || latency_ms <= 0) return null;
  return worked.reduce((sum, ms) => sum + ms, 0) / latency_ms;
}
