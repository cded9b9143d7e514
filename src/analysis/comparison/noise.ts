import type { BenchmarkRun, ComparisonRun } from '../../schema/comparison-run.ts';
import { INTERRUPTED, machineNoise } from '../machine-noise.ts';

const UNPINNED =
  'What took turns could not be confined to one processor here: where processors differ in speed, so may the ratios.';

/**
 * How noisy the machine was, and what the reader should know of the figures' quality.
 * @param spreads relative standard deviations between isolates, one per workload
 * @param own warnings of the workloads
 */
export function noiseOf(
  run: ComparisonRun | BenchmarkRun,
  spreads: readonly (number | null)[],
  own: readonly string[],
): ReturnType<typeof machineNoise> {
  const commands = new Set(run.plan.workloads.filter(({ shape }) => shape === 'command').map(({ id }) => id));
  // Commands may use all processors: that is what their time is.
  const confined = run.blocks.filter(({ workload, coins }) => coins.length > 0 && !commands.has(workload));
  const { noise, warnings } = machineNoise({
    environment: run.environment,
    slices: run.blocks.flatMap(({ contenders }) => contenders),
    spreads,
    unpinned: confined.some(({ processor }) => processor === null) ? UNPINNED : null,
  });
  return { noise, warnings: [...warnings, ...own, ...(run.interrupted ? [INTERRUPTED] : [])] };
}
