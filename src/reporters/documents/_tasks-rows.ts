import type { Report } from '../../contracts.ts';
import { ARMS } from '../../schema/task.ts';
import type { SampleFigures, TasksReport } from '../../schema/tasks-report.ts';

/** One row per task, model and arm. */
export const rowsOf = ({ tasks }: TasksReport): Report['rows'] =>
  tasks.flatMap(({ id, models }) =>
    models.flatMap((model) =>
      ARMS.map((arm) => ({ task: id, model: model.id, arm, ...row(model.arms[arm]) })),
    ),
  );

function row(figures: SampleFigures): Report['rows'][number] {
  const { duration_ms, latency_ms, tokens, quality } = figures;
  const { total_tasks: samples, completed_tasks: completed, failed_tasks: failed } = figures;
  return {
    status: statusOf(figures),
    samples,
    completed,
    failed,
    success_rate: figures.success_rate,
    success_rate_low: figures.success_rate_ci95?.[0] ?? null,
    success_rate_high: figures.success_rate_ci95?.[1] ?? null,
    timeout_rate: figures.timeout_rate,
    attempts: figures.attempts,
    retries: figures.retries,
    duration_mean_ms: duration_ms.mean,
    duration_p50_ms: duration_ms.p50,
    duration_p95_ms: duration_ms.p95,
    duration_p99_ms: duration_ms.p99,
    latency_mean_ms: latency_ms.mean,
    latency_sd_ms: latency_ms.standard_deviation,
    latency_p25_ms: latency_ms.p25,
    latency_p50_ms: latency_ms.p50,
    latency_p75_ms: latency_ms.p75,
    latency_p90_ms: latency_ms.p90,
    latency_p95_ms: latency_ms.p95,
    latency_p99_ms: latency_ms.p99,
    first_token_p50_ms: figures.first_token_ms.p50,
    inter_token_mean_ms: figures.inter_token_ms.mean,
    queue_mean_ms: figures.queue_ms.mean,
    tools_mean_ms: figures.tools_ms.mean,
    tokens_in: tokens.input,
    tokens_out: tokens.output,
    tokens_total: tokens.total,
    tokens_per_second_per_request: tokens.per_second_per_request.mean,
    cached_share: tokens.cached_share,
    tokens_estimated: tokens.estimated,
    quality: quality.mean,
    quality_low: quality.ci95?.[0] ?? null,
    quality_high: quality.ci95?.[1] ?? null,
    efficiency_score: figures.efficiency_score,
    reason: failed > 0 ? `${failed} of ${samples} samples failed` : null,
  };
}

/** Of the set as a whole: what has some answers is measured. */
function statusOf({ total_tasks, completed_tasks }: SampleFigures): 'ok' | 'failed' | 'skipped' {
  if (total_tasks === 0) return 'skipped';
  return completed_tasks === 0 ? 'failed' : 'ok';
}
