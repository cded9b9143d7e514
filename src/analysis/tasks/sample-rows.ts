import type { Report } from '../../contracts.ts';
import type { TasksRun } from '../../schema/tasks-run.ts';
import { kindOf } from './error-counts.ts';
import { durationMs, isSuccess, toolsMs } from './sample-facts.ts';

/** Every finished sample as a row of a table, in the order of the schedule. */
export const sampleRows = ({ samples }: TasksRun): Report['rows'] =>
  samples
    .toSorted((a, b) => a.index - b.index)
    .map((sample) => ({
      index: sample.index,
      task: sample.task,
      model: sample.model,
      arm: sample.arm,
      replicate: sample.replicate,
      status: sample.status,
      error_kind: sample.status === 'failed' ? kindOf(sample) : null,
      error_limit: sample.error?.limit ?? null,
      reason: sample.error?.message ?? null,
      attempts: sample.attempts.length,
      duration_ms: isSuccess(sample) ? durationMs(sample) : null,
      latency_ms: sample.latency_ms,
      first_token_ms: sample.first_token_ms,
      streaming_ms: sample.streaming_ms,
      queue_ms: sample.queue_ms,
      tools_ms: toolsMs(sample),
      chunks: sample.chunks,
      tokens_in: sample.tokens?.input ?? null,
      tokens_out: sample.tokens?.output ?? null,
      tokens_cached: sample.tokens?.cached ?? null,
      tokens_estimated: sample.tokens?.estimated ?? null,
      finish_reason: sample.finish_reason,
      quality: sample.quality,
    }));
