import type { Report } from '../../contracts.ts';
import type { CapstoneReport } from '../../schema/capstone-report.ts';
import type { Track } from '../../schema/capstone-suite.ts';

/** A track as a row of a table. All rows have all columns; what belongs to other tracks is null. */
export function rowOf(id: Track, { tracks }: CapstoneReport): Report['rows'][number] {
  const { status, score, score_interval, reason } = tracks[id];
  const speed = id === 'speed' ? tracks.speed : null;
  const compression = id === 'compression' ? tracks.compression : null;
  const accuracy = id === 'accuracy' ? tracks.accuracy : null;
  const efficiency = id === 'efficiency' ? tracks.efficiency : null;
  return {
    track: id,
    status,
    score,
    score_low: score_interval?.[0] ?? null,
    score_high: score_interval?.[1] ?? null,
    p50_ms: speed?.latency_ms?.p50 ?? null,
    p95_ms: speed?.latency_ms?.p95 ?? null,
    p99_ms: speed?.latency_ms?.p99 ?? null,
    baseline_p50_ms: speed?.baseline_latency_ms?.p50 ?? null,
    throughput_per_s: speed?.throughput_per_s ?? null,
    baseline_throughput_per_s: speed?.baseline_throughput_per_s ?? null,
    speedup: speed?.speedup ?? null,
    speedup_low: speed?.speedup_ci95?.[0] ?? null,
    speedup_high: speed?.speedup_ci95?.[1] ?? null,
    throughput_speedup: speed?.throughput_speedup ?? null,
    yardstick_ratio: speed?.yardstick_ratio ?? null,
    pairs: speed?.pairs ?? null,
    isolates: speed?.isolates ?? null,
    model_size_bytes: compression?.model_size_bytes ?? null,
    baseline_size_bytes: compression?.baseline_size_bytes ?? null,
    compression_ratio: compression?.compression_ratio ?? null,
    bits_per_weight: compression?.bits_per_weight ?? null,
    round_trip: compression?.round_trip ?? null,
    accuracy: accuracy?.accuracy ?? null,
    accuracy_low: accuracy?.accuracy_ci95?.[0] ?? null,
    accuracy_high: accuracy?.accuracy_ci95?.[1] ?? null,
    baseline_accuracy: accuracy?.baseline_accuracy ?? null,
    accuracy_change: accuracy?.accuracy_change ?? null,
    mcnemar_p: accuracy?.mcnemar_p ?? null,
    test_images: accuracy?.test_images ?? null,
    peak_memory_bytes: efficiency?.peak_memory_bytes ?? null,
    baseline_peak_memory_bytes: efficiency?.baseline_peak_memory_bytes ?? null,
    memory_ratio: efficiency?.memory_ratio ?? null,
    energy_joules: efficiency?.energy_joules ?? null,
    baseline_energy_joules: efficiency?.baseline_energy_joules ?? null,
    energy_ratio: efficiency?.energy_ratio ?? null,
    energy_source: efficiency?.energy_source ?? null,
    cpu_seconds: efficiency?.cpu_seconds ?? null,
    reason: reason ?? null,
  };
}
