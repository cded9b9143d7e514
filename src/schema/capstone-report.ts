import * as z from 'zod';
import { latency, score } from './baseline-report.ts';
import { capstoneRun } from './capstone-run.ts';
import { environment } from './environment.ts';
import { interval } from './primitives.ts';
import { contenderStatus, SCHEMA_VERSION, subjectFacts } from './run.ts';

const figure = z.number().nullable();
const bytes = z.int().nonnegative().nullable();

/** What every track says. A score is null unless its status is `ok`. */
const trackReport = {
  status: contenderStatus,
  reason: z.string().optional(),
  score,
  score_interval: z.tuple([z.int(), z.int()]).nullable(),
};

export const speedReport = z.strictObject({
  ...trackReport,
  /** One image at a time, of the optimized model. */
  latency_ms: latency.nullable(),
  /** Images per second in batches. */
  throughput_per_s: figure,
  baseline_latency_ms: latency.nullable(),
  baseline_throughput_per_s: figure,
  /** Baseline's time over that of the optimized model, one image at a time: above 1 is faster. */
  speedup: figure,
  speedup_ci95: interval,
  /** The same in batches. */
  throughput_speedup: figure,
  throughput_speedup_ci95: interval,
  /** Time of a prediction over that of the yardstick's forward pass, which took turns with it. */
  yardstick_ratio: figure,
  pairs: z.int().nonnegative(),
  isolates: z.int().nonnegative(),
});
export type SpeedReport = z.infer<typeof speedReport>;

export const compressionReport = z.strictObject({
  ...trackReport,
  model_size_bytes: bytes,
  baseline_size_bytes: bytes,
  /** Baseline's bytes over those of the optimized model. */
  compression_ratio: figure,
  /** Bits of the optimized model per weight of its architecture, everything needed to decode it included. */
  bits_per_weight: figure,
  parameters: z.int().nonnegative().nullable(),
  /** Whether both models, loaded from their bytes in a fresh process, predicted what they had predicted before. */
  round_trip: z.boolean().nullable(),
});
export type CompressionReport = z.infer<typeof compressionReport>;

export const accuracyReport = z.strictObject({
  ...trackReport,
  accuracy: figure,
  accuracy_ci95: interval,
  baseline_accuracy: figure,
  baseline_accuracy_ci95: interval,
  /** Optimized less baseline. */
  accuracy_change: figure,
  /** Test images that only one of the models gets right. */
  only_baseline_right: z.int().nonnegative().nullable(),
  only_optimized_right: z.int().nonnegative().nullable(),
  mcnemar_p: figure,
  test_images: z.int().nonnegative(),
});
export type AccuracyReport = z.infer<typeof accuracyReport>;

export const efficiencyReport = z.strictObject({
  ...trackReport,
  /** Most resident memory above idle while it predicts. */
  peak_memory_bytes: bytes,
  baseline_peak_memory_bytes: bytes,
  /** Optimized over baseline. */
  memory_ratio: figure,
  memory_ratio_ci95: interval,
  /** For 1,000 predictions in batches. */
  energy_joules: figure,
  baseline_energy_joules: figure,
  energy_ratio: figure,
  energy_ratio_ci95: interval,
  /** `estimated`: processor time, at the watts that the suite assumes. */
  energy_source: z.enum(['rapl', 'estimated']).nullable(),
  /** For 1,000 predictions in batches. */
  cpu_seconds: figure,
  baseline_cpu_seconds: figure,
});
export type EfficiencyReport = z.infer<typeof efficiencyReport>;

/** What `tito benchmark capstone --format json` prints, without the run that follows it. */
export const capstoneReport = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  benchmark_type: z.literal('capstone'),
  timestamp: z.iso.datetime(),
  interrupted: z.boolean(),
  subject: subjectFacts,
  system_info: environment.shape.system,
  /** Weighted mean of the tracks; null where one was not measured. */
  overall_score: score,
  overall_score_interval: z.tuple([z.int(), z.int()]).nullable(),
  yardstick: capstoneRun.shape.plan.shape.yardstick,
  tracks: z.strictObject({
    speed: speedReport,
    compression: compressionReport,
    accuracy: accuracyReport,
    efficiency: efficiencyReport,
  }),
  /** The first document's figures once more, flat. */
  metrics: z.strictObject({
    inference_latency_ms: figure,
    throughput_per_s: figure,
    model_size_mb: figure,
    compression_ratio: figure,
    accuracy: figure,
    overall_score: figure,
  }),
  noise: z.strictObject({
    load_before: figure,
    load_after: figure,
    steal_share: figure,
    preempted_share: figure,
    isolate_spread: figure,
  }),
  warnings: z.array(z.string()),
});
export type CapstoneReport = z.infer<typeof capstoneReport>;
