import * as z from 'zod';
import { controlPoints } from './benchmark.ts';

export const TRACKS = ['speed', 'compression', 'accuracy', 'efficiency'] as const;
export const track = z.enum(TRACKS);
export type Track = z.infer<typeof track>;

/** A log-normal score curve over a quantity of which less is better, and its weight among the curves of its track. */
export const curve = z
  .strictObject({ weight: z.number().positive().default(1), ...controlPoints.shape })
  .refine((points) => points.p90 < points.p50, 'p90 has to be below p50: less is better');

const trackWeight = z.number().positive().default(1);

/** How a capstone is scored: `suites/capstone.yaml`. */
export const capstoneSuite = z.strictObject({
  title: z.string().min(1),
  /** Power that a busy core is taken to draw where the machine has no energy counter, in watts. */
  assumed_watts_per_core: z.number().positive(),
  tracks: z.strictObject({
    /** `time_ratio`: time of a prediction, optimized over baseline. */
    speed: z.strictObject({ weight: trackWeight, curves: z.strictObject({ time_ratio: curve }) }),
    /** `size_ratio`: bytes of the model, optimized over baseline. */
    compression: z.strictObject({ weight: trackWeight, curves: z.strictObject({ size_ratio: curve }) }),
    /** `error_rate`: share of wrong answers of the optimized model; `accuracy_loss`: share lost against the baseline. */
    accuracy: z.strictObject({
      weight: trackWeight,
      curves: z.strictObject({ error_rate: curve, accuracy_loss: curve }),
    }),
    /** Optimized over baseline: peak memory above idle, energy of a prediction. */
    efficiency: z.strictObject({
      weight: trackWeight,
      curves: z.strictObject({ memory_ratio: curve, energy_ratio: curve }),
    }),
  }),
});
export type CapstoneSuite = z.infer<typeof capstoneSuite>;
