import { seededRandom } from '../../analysis/random.ts';
import type { CapstonePlan, CapstoneTiming } from '../../schema/capstone-run.ts';

/** Seeds are unsigned 32-bit integers. */
const SEEDS = 2 ** 32;
/** Fresh processes per model where time or memory is measured: enough for an interval over them. */
const ISOLATES = 4;

/** What is decided outside; the parts of the timing that follow from the budget are not. */
export type CapstonePlanInput = Omit<
  CapstonePlan,
  'kind' | 'model_seed' | 'train_seed' | 'timing' | 'schedule'
> & {
  timing: Pick<
    CapstoneTiming,
    'budget_s' | 'slice_ms' | 'warm_up_ms' | 'train_limit_s' | 'call_limit_s' | 'memory_limit_bytes'
  >;
};

/** Decides everything about a capstone and executes nothing. The seed of the test images is not part of it. */
export function planCapstone(input: CapstonePlanInput): CapstonePlan {
  const random = seededRandom(input.seed);
  const { budget_s } = input.timing;
  const isTimed = input.tracks.includes('speed') || input.tracks.includes('efficiency');
  const model_seed = random.integer(SEEDS);
  const train_seed = random.integer(SEEDS);
  return {
    kind: 'capstone',
    ...input,
    model_seed,
    train_seed,
    timing: {
      ...input.timing,
      isolates: isTimed ? ISOLATES : 1,
      // Of each isolate's quarter of the budget, the turns get about half; start, first pass and warm-up take the rest.
      latency_s: budget_s / 25,
      throughput_s: budget_s / 33,
      // Long enough for the energy counter, which moves about once a millisecond, and for the processor's clock.
      energy_slice_ms: 60,
      energy_turns: 4,
      batch: 32,
    },
    schedule: Array.from({ length: isTimed ? ISOLATES : 1 }, (_, replicate) => ({
      replicate,
      seed: random.integer(SEEDS),
    })),
  };
}
