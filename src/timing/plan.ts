import { seededRandom, shuffle } from '../analysis/random.ts';
import type { Benchmark } from '../contracts.ts';
import type { BaselinePlan, PlannedWorkload } from '../schema/run.ts';

/** Most different seeds for blocks; seeds are unsigned 32-bit integers. */
const SEEDS = 2 ** 32;

export type PlanInput = Omit<
  BaselinePlan,
  'kind' | 'schedule' | 'contenders' | 'score_basis' | 'workloads'
> & {
  benchmarks: readonly { id: string; weight: number; expected_ms: number | null; benchmark: Benchmark }[];
};

/**
 * Decides everything about a baseline and executes nothing.
 * Replicates are the outer loop and the workloads' order is drawn anew in each, so that a workload's isolates are
 * spread over the whole run and a slow minute of the machine does not hit one workload alone.
 */
export function planBaseline({ benchmarks, ...settings }: PlanInput): BaselinePlan {
  const random = seededRandom(settings.seed);
  const schedule = Array.from({ length: settings.timing.isolates }, (_, replicate) =>
    shuffle(benchmarks, random.integer).map(({ id }) => ({
      workload: id,
      replicate,
      seed: random.integer(SEEDS),
    })),
  ).flat();
  const isReference = settings.subject.kind === 'reference';
  return {
    kind: 'baseline',
    ...settings,
    // The yardstick beside itself would say nothing; alone, its time is compared with what the profile expects.
    contenders: isReference ? ['subject'] : ['subject', 'yardstick'],
    score_basis: isReference ? 'profile' : 'yardstick',
    workloads: benchmarks.map(planWorkload),
    schedule,
  };
}

function planWorkload({
  id,
  weight,
  expected_ms,
  benchmark,
}: PlanInput['benchmarks'][number]): PlannedWorkload {
  const { title, setup, steps, grid, score } = benchmark;
  return { id, title, weight, setup: [...setup], steps: [...steps], grid, score, expected_ms };
}
