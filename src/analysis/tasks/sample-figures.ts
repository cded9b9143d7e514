import type { Statistic } from '../../contracts.ts';
import type { SampleFigures } from '../../schema/tasks-report.ts';
import type { TaskSample } from '../../schema/tasks-run.ts';
import { isolateInterval } from '../comparisons/isolate-interval.ts';
import { wilsonInterval } from '../comparisons/wilson.ts';
import { round } from '../round.ts';
import { efficiencyScore } from '../scoring/efficiency.ts';
import { distributionOf, spreadOf } from './distribution.ts';
import { kindOf } from './error-counts.ts';
import {
  durationMs,
  interTokenMs,
  isSuccess,
  type Success,
  timePerOutputTokenMs,
  tokensPerSecond,
  toolsMs,
  totalTokens,
} from './sample-facts.ts';

/**
 * All figures of a set of samples.
 *
 * @param wall_ms of the whole run: arms and models share it
 * @param statistics further ones for the durations and latencies
 */
export function sampleFigures(
  samples: readonly TaskSample[],
  wall_ms: number,
  statistics: readonly Statistic[],
): SampleFigures {
  const successes = samples.filter(isSuccess);
  const [total, completed] = [samples.length, successes.length];
  const timeouts = samples.filter((each) => each.status === 'failed' && kindOf(each) === 'timeout').length;
  const attempts = samples.map((sample) => sample.attempts.length);
  const perSecond = (amount: number) => round(wall_ms > 0 ? (1000 * amount) / wall_ms : null);
  const rate = (part: number) => round(total > 0 ? part / total : null);
  const efforts = successes.map((success) => ({
    tokens: totalTokens(success),
    seconds: durationMs(success) / 1000,
    quality: success.quality,
  }));
  return {
    total_tasks: total,
    completed_tasks: completed,
    failed_tasks: total - completed,
    success_rate: rate(completed),
    success_rate_ci95: round(wilsonInterval(completed, total)),
    error_rate: rate(total - completed),
    error_rate_ci95: round(wilsonInterval(total - completed, total)),
    timeout_rate: rate(timeouts),
    timeout_rate_ci95: round(wilsonInterval(timeouts, total)),
    attempts: attempts.reduce((sum, each) => sum + each, 0),
    retries: attempts.reduce((sum, each) => sum + Math.max(0, each - 1), 0),
    retried_samples: attempts.filter((each) => each > 1).length,
    duration_ms: distributionOf(successes.map(durationMs), statistics),
    latency_ms: distributionOf(
      successes.map(({ latency_ms }) => latency_ms),
      statistics,
    ),
    tools_ms: spreadOf(successes.filter(({ tools }) => tools.length > 0).map(toolsMs)),
    first_token_ms: spreadOf(successes.map(({ first_token_ms }) => first_token_ms)),
    inter_token_ms: spreadOf(successes.map(interTokenMs)),
    time_per_output_token_ms: spreadOf(successes.map(timePerOutputTokenMs)),
    queue_ms: spreadOf(samples.map(({ queue_ms }) => queue_ms)),
    tokens: tokenFigures(successes, perSecond),
    throughput: perSecond(completed),
    quality: qualityFigures(successes),
    efficiency_score: round(efficiencyScore(efforts, total)),
  };
}

function tokenFigures(
  successes: readonly Success[],
  perSecond: (amount: number) => number | null,
): SampleFigures['tokens'] {
  const sum = (of: (success: Success) => number) =>
    successes.reduce((subtotal, success) => subtotal + of(success), 0);
  const telling = successes.filter(({ tokens }) => tokens.cached !== null);
  const cached = telling.reduce((subtotal, { tokens }) => subtotal + (tokens.cached ?? 0), 0);
  const prompted = telling.reduce((subtotal, { tokens }) => subtotal + tokens.input, 0);
  const output = sum(({ tokens }) => tokens.output);
  return {
    input: sum(({ tokens }) => tokens.input),
    output,
    total: sum(totalTokens),
    per_second: perSecond(output),
    per_second_per_request: spreadOf(successes.map(tokensPerSecond)),
    total_per_sample: spreadOf(successes.map(totalTokens)),
    cached: telling.length > 0 ? cached : null,
    // Some servers count the cached part apart from the rest of the input.
    cached_share: prompted > 0 ? round(Math.min(1, cached / prompted)) : null,
    estimated: successes.some(({ tokens }) => tokens.estimated),
  };
}

/** Mean quality of the graded answers, with Student's t interval kept within 0..1. */
function qualityFigures(successes: readonly Success[]): SampleFigures['quality'] {
  const graded = successes.flatMap(({ quality }) => quality ?? []);
  const { mean } = spreadOf(graded);
  const interval = isolateInterval(graded);
  return {
    mean,
    ci95: interval && round([Math.max(0, interval[0]), Math.min(1, interval[1])]),
    samples: graded.length,
  };
}
