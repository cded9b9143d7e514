import { median } from 'simple-statistics';
import type { ComparisonPlan } from '../../schema/comparison-run.ts';
import type { MeasuredWorkload } from '../../schema/measured-workload.ts';
import type { Block } from '../../schema/run.ts';
import { commandRatioAt } from '../comparisons/command-ratio-at.ts';
import { holm } from '../comparisons/holm.ts';
import { pairedLogRatios } from '../comparisons/paired-turns.ts';
import { levelAt, sequentialP } from '../comparisons/pocock.ts';
import type { RatioBlock } from '../comparisons/ratio.ts';
import { type Estimate, ratioAt } from '../comparisons/ratio-at.ts';
import { contender } from './blocks.ts';

/** ln(b / a) of each turn, block by block. */
const logRatiosOf = (blocks: readonly Block[]): RatioBlock[] =>
  blocks.map((block) => {
    const [a, b] = [contender(block, 'a'), contender(block, 'b')];
    return a && b ? pairedLogRatios(b, a) : { logRatios: [] };
  });

/** What the turns of one workload say, at the level at which the plan's looks together keep theirs. */
export interface WorkloadEstimate extends Estimate {
  /** Median ratio of each pair of isolates. */
  isolate_ratios: number[];
}

/** Levels take a tenth of a second to find, and a run asks for one and the same at every look. */
const levels = new Map<string, number>();

function levelOf(looks: readonly number[], alpha: number): number {
  const key = JSON.stringify([looks, alpha]);
  const level = levels.get(key) ?? levelAt(looks, alpha);
  levels.set(key, level);
  return level;
}

/** p values over all looks and all workloads: each look's by Pocock's rule, the workloads' by Holm's. */
export const adjustedPs = (
  estimates: readonly Pick<Estimate, 'p'>[],
  { looks }: Pick<ComparisonPlan, 'looks'>,
): (number | null)[] => holm(estimates.map(({ p }) => (p === null ? null : sequentialP(p, looks))));

/**
 * @param blocks of one workload
 */
export function estimateOf(
  { shape }: Pick<MeasuredWorkload, 'shape'>,
  blocks: readonly Block[],
  { looks, alpha }: Pick<ComparisonPlan, 'looks' | 'alpha'>,
): WorkloadEstimate {
  const measured = logRatiosOf(blocks).filter(({ logRatios }) => logRatios.length > 0);
  const level = levelOf(looks, alpha);
  const isCommand = shape === 'command';
  const estimate = isCommand
    ? commandRatioAt(
        measured.flatMap(({ logRatios }) => [...logRatios]),
        level,
      )
    : ratioAt(measured, level);
  return {
    ...estimate,
    isolate_ratios: measured.map(({ logRatios }) => Math.exp(median([...logRatios]))),
  };
}
