import { type Random, seededRandom, shuffle } from '../analysis/random.ts';
import type { BenchmarkPlan, ComparisonPlan } from '../schema/comparison-run.ts';
import type { TimingSettings } from '../schema/run.ts';

/** Most different seeds for blocks; seeds are unsigned 32-bit integers. */
const SEEDS = 2 ** 32;

/** Everything of the settings but the number of isolates, which follows from the budget. */
type Settings = { timing: Omit<TimingSettings, 'isolates'> };

export type ComparisonPlanInput = Omit<
  ComparisonPlan,
  'kind' | 'looks' | 'schedule' | 'confirmation' | 'timing'
> &
  Settings;

export type BenchmarkPlanInput = Omit<BenchmarkPlan, 'kind' | 'schedule' | 'timing'> & Settings;

/**
 * Below these seconds for one workload, that many pairs of isolates at most; a pair costs about a fifth of a second, and
 * on a busy machine fewer of them are started. Eight tell `same` where four still leave a per cent open.
 */
const REPLICATES: readonly { below_s: number; isolates: number }[] = [
  { below_s: 1, isolates: 2 },
  { below_s: 1.5, isolates: 4 },
  { below_s: Number.POSITIVE_INFINITY, isolates: 8 },
];

/** Each run of a command is a process of its own: replicates are only there to look between them. */
const COMMAND_REPLICATES = 4;

/** Numbers of replicates after which a verdict may be settled: at most five looks, the first one early. */
const LOOKS: Readonly<Record<number, number[]>> = { 2: [1, 2], 4: [1, 2, 3, 4], 8: [1, 2, 4, 8] };

/** Decides everything about a live comparison and executes nothing. */
export function planComparison(input: ComparisonPlanInput): ComparisonPlan {
  const random = seededRandom(input.seed);
  const isolates = replicates(input);
  return {
    ...input,
    kind: 'comparison',
    timing: { ...input.timing, isolates },
    looks: LOOKS[isolates] ?? [isolates],
    schedule: scheduleOf(input.workloads, isolates, random),
    confirmation: scheduleOf(input.workloads, isolates, random),
  };
}

/** Decides everything about a measurement beside the spin probe and executes nothing. */
export function planBenchmark(input: BenchmarkPlanInput): BenchmarkPlan {
  const isolates = replicates(input);
  return {
    ...input,
    kind: 'benchmark',
    timing: { ...input.timing, isolates },
    schedule: scheduleOf(input.workloads, isolates, seededRandom(input.seed)),
  };
}

function replicates({ timing, workloads }: Pick<ComparisonPlanInput, 'timing' | 'workloads'>): number {
  const each = timing.budget_s / workloads.length;
  const isolates = REPLICATES.find(({ below_s }) => each < below_s)?.isolates ?? 1;
  const isCommand = workloads.every(({ shape }) => shape === 'command');
  return isCommand ? Math.min(isolates, COMMAND_REPLICATES) : isolates;
}

/**
 * Replicates are the outer loop and the workloads' order is drawn anew in each, so that a workload's isolates are
 * spread over the whole run, and all workloads have the same number of them at a look.
 */
function scheduleOf(
  workloads: readonly { id: string }[],
  isolates: number,
  random: Random,
): ComparisonPlan['schedule'] {
  return Array.from({ length: isolates }, (_, replicate) =>
    shuffle(workloads, random.integer).map(({ id }) => ({
      workload: id,
      replicate,
      seed: random.integer(SEEDS),
    })),
  ).flat();
}
