import * as z from 'zod';
import type { CallTimes } from './call-times.ts';
import { callTimes } from './call-times.ts';

/** A ratio with its 95 % interval; null where there were too few samples for one. */
export interface Ratio {
  label: string;
  ratio: number;
  ci95: readonly [number, number] | null;
}

/** A model's share of right answers and its size. */
export interface Model {
  label: string;
  accuracy: number;
  ci95: readonly [number, number] | null;
  bytes: number;
}

/** What the plots of a run show; each part may be missing. */
export interface RunPlots {
  calls: CallTimes | null;
  /** Of a capstone: how many times better than its own baseline. Of a baseline: times as long as the yardstick needs. */
  ratios: Ratio[];
  models: Model[];
}

const positive = z.number().positive().nullable();
const interval = z.tuple([z.number(), z.number()]).nullable();
const contender = z.object({ id: z.string(), calls_ms: z.array(z.number()) });

const capstone = z.object({
  benchmark_type: z.literal('capstone'),
  tracks: z.object({
    speed: z.object({
      speedup: positive,
      speedup_ci95: interval,
      throughput_speedup: positive,
      throughput_speedup_ci95: interval,
    }),
    compression: z.object({
      model_size_bytes: positive,
      baseline_size_bytes: positive,
      compression_ratio: positive,
    }),
    accuracy: z.object({
      accuracy: z.number().nullable(),
      accuracy_ci95: interval,
      baseline_accuracy: z.number().nullable(),
      baseline_accuracy_ci95: interval,
    }),
    efficiency: z.object({
      memory_ratio: positive,
      memory_ratio_ci95: interval,
      energy_ratio: positive,
      energy_ratio_ci95: interval,
    }),
  }),
  run: z.object({
    blocks: z.array(
      z.object({ phases: z.array(z.object({ phase: z.string(), contenders: z.array(contender) })) }),
    ),
  }),
});

const baseline = z.object({
  benchmark_type: z.literal('baseline'),
  score_basis: z.string(),
  workloads: z.array(z.object({ id: z.string(), title: z.string(), ratio: positive, ratio_ci95: interval })),
  run: z.object({ blocks: z.array(z.object({ workload: z.string(), contenders: z.array(contender) })) }),
});

/** Workloads that are drawn; more than any benchmark has. */
const MOST_WORKLOADS = 8;

/**
 * What can be drawn of a saved run.
 * @returns null for a document of another kind, or of a layout that is not known any more
 */
export function plotsOf(document: unknown): RunPlots | null {
  const asCapstone = capstone.safeParse(document);
  if (asCapstone.success) return ofCapstone(asCapstone.data);
  const asBaseline = baseline.safeParse(document);
  return asBaseline.success ? ofBaseline(asBaseline.data) : null;
}

function ofCapstone({ tracks, run }: z.infer<typeof capstone>): RunPlots {
  const { speed, compression, accuracy, efficiency } = tracks;
  const latency = run.blocks.flatMap(({ phases }) => phases.filter(({ phase }) => phase === 'latency'));
  const callsOf = (wanted: string) =>
    latency.flatMap(({ contenders }) =>
      contenders.filter(({ id }) => id === wanted).map((each) => each.calls_ms),
    );
  const models = [
    ['Before', accuracy.baseline_accuracy, accuracy.baseline_accuracy_ci95, compression.baseline_size_bytes],
    ['After', accuracy.accuracy, accuracy.accuracy_ci95, compression.model_size_bytes],
  ] as const;
  return {
    calls: callTimes([
      { label: 'Before', calls_ms: callsOf('baseline') },
      { label: 'After', calls_ms: callsOf('optimized') },
    ]),
    ratios: [
      ...ratio('Speed, one image', speed.speedup, speed.speedup_ci95),
      ...ratio('Speed, in batches', speed.throughput_speedup, speed.throughput_speedup_ci95),
      ...ratio('Size', compression.compression_ratio, null),
      ...inverse('Memory', efficiency.memory_ratio, efficiency.memory_ratio_ci95),
      ...inverse('Energy', efficiency.energy_ratio, efficiency.energy_ratio_ci95),
    ],
    models: models.flatMap(([label, share, ci95, bytes]) =>
      share === null || bytes === null ? [] : [{ label, accuracy: share, ci95, bytes }],
    ),
  };
}

function ofBaseline({ score_basis, workloads, run }: z.infer<typeof baseline>): RunPlots {
  const drawn = workloads.slice(0, MOST_WORKLOADS);
  const callsOf = (workload: string, wanted: string) =>
    run.blocks
      .filter((block) => block.workload === workload)
      .flatMap(({ contenders }) => contenders.filter(({ id }) => id === wanted).map((each) => each.calls_ms));
  return {
    calls: callTimes(drawn.map(({ id, title }) => ({ label: title, calls_ms: callsOf(id, 'subject') }))),
    ratios:
      score_basis === 'yardstick'
        ? drawn.flatMap(({ title, ratio: value, ratio_ci95 }) => ratio(title, value, ratio_ci95))
        : [],
    models: [],
  };
}

const ratio = (label: string, value: number | null, ci95: z.infer<typeof interval>): Ratio[] =>
  value === null ? [] : [{ label, ratio: value, ci95: ci95 !== null && ci95[0] > 0 ? ci95 : null }];

/** Of a ratio of what is needed now to what was needed before: how many times less. */
function inverse(label: string, value: number | null, ci95: z.infer<typeof interval>): Ratio[] {
  const [low, high] = ci95 ?? [0, 0];
  return value === null ? [] : ratio(label, 1 / value, low > 0 && high > 0 ? [1 / high, 1 / low] : null);
}
