import type { BaselineReport } from '../../schema/baseline-report.ts';
import type { Run } from '../../schema/run.ts';
import type { ScoredWorkload } from './workload-report.ts';

/** Beyond these, figures are likely to be spoilt enough to say so. */
const MUCH_PREEMPTION = 0.1;
const MUCH_STEAL = 0.02;
const MUCH_SPREAD = 0.05;

const percent = (share: number) => `${Number((100 * share).toPrecision(2))} %`;

/** How noisy the machine was, and what the reader should know of the figures' quality. */
export function noiseOf(
  run: Run,
  workloads: readonly ScoredWorkload[],
): Pick<BaselineReport, 'noise' | 'warnings'> {
  const contenders = run.blocks.flatMap((block) => block.contenders);
  const slices = contenders.reduce((sum, { slices_ms }) => sum + slices_ms.length, 0);
  const preempted = contenders.reduce((sum, contender) => sum + contender.preempted.length, 0);
  const spreads = workloads.flatMap(({ isolate_spread }) => isolate_spread ?? []);
  const { before, after, system } = run.environment;
  const noise = {
    load_before: before.load_1m,
    load_after: after?.load_1m ?? null,
    steal_share: after?.steal_share ?? null,
    preempted_share: slices > 0 ? preempted / slices : null,
    isolate_spread: spreads.length > 0 ? Math.max(...spreads) : null,
  };
  const warnings: string[] = [];
  const warn = (isSo: boolean, text: string) => isSo && warnings.push(text);
  const { load_before, steal_share, preempted_share, isolate_spread } = noise;
  warn(
    (load_before ?? 0) >= system.cores,
    `The machine was busy: a load of ${load_before} on ${system.cores} cores before the run. Ratios hold, times are longer than on a quiet machine.`,
  );
  warn(
    (preempted_share ?? 0) > MUCH_PREEMPTION,
    `Other programs interrupted ${percent(preempted_share ?? 0)} of all slices.`,
  );
  warn(
    (steal_share ?? 0) > MUCH_STEAL,
    `The hypervisor took ${percent(steal_share ?? 0)} of the processor's time.`,
  );
  warn(
    (isolate_spread ?? 0) > MUCH_SPREAD,
    `Fresh processes of the same code differed by ${percent(isolate_spread ?? 0)}: close other programs and measure again.`,
  );
  warn(
    run.blocks.some(
      ({ processor, coins, contenders }) => processor === null && coins.length > 0 && contenders.length > 1,
    ),
    'Your code and the yardstick could not be confined to one processor here: where processors differ in speed, so may the ratios.',
  );
  warn(system.power === 'battery', 'The machine ran on battery, which may slow it down.');
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
  warn(run.interrupted, 'The run was interrupted: only what was finished until then is reported.');
  return { noise, warnings };
}
