import type { Statistic } from '../../contracts.ts';
import type { WorkloadReport } from '../../schema/baseline-report.ts';
import type { Interval } from '../../schema/primitives.ts';
import type { BaselinePlan, Block, ContenderBlock, PlannedWorkload, Run } from '../../schema/run.ts';
import { callTimes, pairedLogRatios } from '../comparisons/paired-turns.ts';
import { levelOf, type Ratio, type RatioBlock, ratioOf } from '../comparisons/ratio.ts';
import { latencyOf } from '../latency.ts';
import { round } from '../round.ts';
import { logNormalInterval, logNormalScore } from '../scoring/log-normal.ts';

/** A workload's report and what the total still needs: the score before rounding, its interval, the spread. */
export interface ScoredWorkload {
  report: WorkloadReport;
  exact_score: number | null;
  score_interval: Interval;
  isolate_spread: number | null;
  /** Whether anything is known of it. */
  was_reached: boolean;
}

/** Everything that a run says about one workload, computed from its raw slices. */
export function reportWorkload(
  run: Run,
  workload: PlannedWorkload,
  statistics: readonly Statistic[],
): ScoredWorkload {
  const blocks = run.blocks.filter((block) => block.workload === workload.id && saysSomething(block));
  const subject = blocks.flatMap((block) => contender(block, 'subject'));
  const yardstick = blocks.flatMap((block) => contender(block, 'yardstick'));
  const troubled = [...subject, ...yardstick].find(({ status }) => status !== 'ok');
  const status = troubled?.status ?? (subject.length > 0 ? 'ok' : 'skipped');
  const measured = status === 'ok' ? ratio(run.plan, workload, blocks) : ratioOf([]);
  const points = workload.score[run.plan.score_basis];
  const exact = measured.ratio === null ? null : logNormalScore(measured.ratio, points);
  const reason = troubled?.reason ?? (status === 'skipped' ? 'it was not reached' : undefined);
  const times = (blocksOfOne: ContenderBlock[]) =>
    status === 'ok' && blocksOfOne.length > 0 ? latencyOf(blocksOfOne, statistics, run.plan.seed) : null;
  return {
    report: {
      id: workload.id,
      title: workload.title,
      status,
      correct: correctness(status),
      ...(reason === undefined ? {} : { reason }),
      ...(troubled?.mismatch ? { mismatch: troubled.mismatch } : {}),
      latency_ms: times(subject),
      yardstick_ms: times(yardstick),
      ratio: round(measured.ratio),
      ratio_ci95: round(measured.ci95),
      pairs: measured.pairs,
      isolates: measured.isolates,
      score: exact === null ? null : Math.round(exact),
    },
    exact_score: exact,
    score_interval: logNormalInterval(measured.ci95, points),
    isolate_spread: measured.isolate_spread,
    was_reached: blocks.length > 0,
  };
}

/** A block that was cut off before its first turn has neither a trouble nor a result that was checked. */
const saysSomething = ({ coins, contenders }: Block) =>
  coins.length > 0 || contenders.some(({ status }) => status !== 'ok');

function correctness(status: WorkloadReport['status']): boolean | null {
  if (status === 'ok') return true;
  return status === 'invalid' ? false : null;
}

const contender = (block: Block, id: string) => block.contenders.filter((each) => each.id === id);

/** Subject over yardstick from the pairs, or, where nothing ran beside it, over what the profile expects. */
function ratio(plan: BaselinePlan, workload: PlannedWorkload, blocks: readonly Block[]): Ratio {
  if (plan.score_basis === 'yardstick') return ratioOf(blocks.map(logRatiosOf));
  const groups = blocks.flatMap((block) => contender(block, 'subject')).map(callTimes);
  const { level, ci95, isolates, isolate_spread } = levelOf(groups);
  const expected = workload.expected_ms;
  const relative = (ms: number) => ms / (expected ?? Number.NaN);
  return {
    ratio: level === null || expected === null ? null : relative(level),
    ci95: ci95 === null || expected === null ? null : [relative(ci95[0]), relative(ci95[1])],
    pairs: groups.flat().length,
    isolates,
    isolate_spread,
  };
}

function logRatiosOf(block: Block): RatioBlock {
  const [subject] = contender(block, 'subject');
  const [yardstick] = contender(block, 'yardstick');
  return subject && yardstick ? pairedLogRatios(subject, yardstick) : { logRatios: [] };
}
