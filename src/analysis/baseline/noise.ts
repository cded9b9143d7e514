import type { BaselineReport } from '../../schema/baseline-report.ts';
import type { Run } from '../../schema/run.ts';
import { INTERRUPTED, machineNoise } from '../machine-noise.ts';
import type { ScoredWorkload } from './workload-report.ts';

const UNPINNED =
  'Your code and the yardstick could not be confined to one processor here: where processors differ in speed, so may the ratios.';

/** How noisy the machine was, and what the reader should know of the figures' quality. */
export function noiseOf(
  run: Run,
  workloads: readonly ScoredWorkload[],
): Pick<BaselineReport, 'noise' | 'warnings'> {
  const isUnpinned = run.blocks.some(
    ({ processor, coins, contenders }) => processor === null && coins.length > 0 && contenders.length > 1,
  );
  const { noise, warnings } = machineNoise({
    environment: run.environment,
    slices: run.blocks.flatMap((block) => block.contenders),
    spreads: workloads.map(({ isolate_spread }) => isolate_spread),
    unpinned: isUnpinned ? UNPINNED : null,
  });
  const warn = (isSo: boolean, text: string) => isSo && warnings.push(text);
  for (const { report } of workloads) {
    warn(
      report.status === 'ok' && report.ratio !== null && report.ratio_ci95 === null,
      `${report.title} is too slow for an interval within the budget: ${report.pairs} pairs; give a larger --budget.`,
    );
    warn(
      report.status === 'ok' && report.ratio === null && run.plan.score_basis === 'profile',
      `${report.title} has no score: the profile '${run.plan.profile}' does not say what time to expect.`,
    );
  }
  warn(run.interrupted, INTERRUPTED);
  return { noise, warnings };
}
