import type { Statistic } from '../../contracts.ts';
import type { CapstoneReport } from '../../schema/capstone-report.ts';
import type { CapstoneRun } from '../../schema/capstone-run.ts';
import { TRACKS } from '../../schema/capstone-suite.ts';
import { round } from '../round.ts';
import { scoreInterval } from '../scoring/score-interval.ts';
import { weightedMean } from '../scoring/weighted-mean.ts';
import { accuracyTrack } from './accuracy.ts';
import { compressionTrack } from './compression.ts';
import { efficiencyTrack } from './efficiency.ts';
import { capstoneNoise } from './noise.ts';
import { speedTrack } from './speed.ts';

/** The course counts megabytes as 2^20 bytes. */
const MEGABYTE = 2 ** 20;

/**
 * The report of a capstone: a pure function of the run, so that any saved run can be scored again.
 *
 * @param statistics what to say about latencies
 */
export function buildCapstoneReport(run: CapstoneRun, statistics: readonly Statistic[]): CapstoneReport {
  const { plan } = run;
  const scored = {
    speed: speedTrack(run, statistics),
    compression: compressionTrack(run),
    accuracy: accuracyTrack(run),
    efficiency: efficiencyTrack(run),
  };
  const { speed, compression, accuracy, efficiency } = scored;
  const tracks = {
    speed: speed.report,
    compression: compression.report,
    accuracy: accuracy.report,
    efficiency: efficiency.report,
  };
  const scores = TRACKS.map((id) => {
    const { exact_score: score, score_interval } = scored[id];
    // Sizes are exact: their score has no interval to report, and none that would widen the total's.
    const exact: [number, number] | null = id === 'compression' && score !== null ? [score, score] : null;
    return { score, interval: score_interval ?? exact, weight: plan.scoring.tracks[id].weight };
  });
  const total = weightedMean(scores);
  const bounds = scoreInterval(scores);
  const overall = total === null ? null : Math.round(total);
  const size = compression.report.model_size_bytes;
  return {
    schema_version: run.schema_version,
    benchmark_type: plan.kind,
    timestamp: run.started_at,
    interrupted: run.interrupted,
    subject: run.subject,
    system_info: run.environment.system,
    overall_score: overall,
    overall_score_interval: bounds && [Math.round(bounds[0]), Math.round(bounds[1])],
    yardstick: plan.yardstick,
    tracks,
    metrics: {
      inference_latency_ms: tracks.speed.latency_ms?.p50 ?? null,
      throughput_per_s: tracks.speed.throughput_per_s,
      model_size_mb: size === null ? null : round(size / MEGABYTE),
      compression_ratio: tracks.compression.compression_ratio,
      accuracy: tracks.accuracy.accuracy,
      overall_score: overall,
    },
    ...capstoneNoise(run, tracks, speed.isolate_spreads),
  };
}
