import { median } from 'simple-statistics';
import type { MeasuredWorkload } from '../../schema/measured-workload.ts';
import type { Block } from '../../schema/run.ts';
import { levelOfLook } from '../comparisons/alpha-spending.ts';
import { commandRatioAt } from '../comparisons/command-ratio-at.ts';
import { pairedLogRatios } from '../comparisons/paired-turns.ts';
import type { RatioBlock } from '../comparisons/ratio.ts';
import { type Estimate, ratioAt } from '../comparisons/ratio-at.ts';
import { contender } from './blocks.ts';

/** ln(b / a) of each turn, block by block. */
const logRatiosOf = (blocks: readonly Block[]): RatioBlock[] =>
  blocks.map((block) => {
    const [a, b] = [contender(block, 'a'), contender(block, 'b')];
    return a && b ? pairedLogRatios(b, a) : { logRatios: [] };
  });

/** What the turns of one workload say, at the level at which a plan's looks together keep theirs. */
export interface WorkloadEstimate extends Estimate {
  /** Median ratio of each pair of isolates. */
  isolate_ratios: number[];
}

/**
 * @param blocks of one workload
 * @param share of the error rate that this look may use
 */
export function estimateOf(
  { shape }: Pick<MeasuredWorkload, 'shape'>,
  blocks: readonly Block[],
  alpha: number,
  share: number,
): WorkloadEstimate {
  const measured = logRatiosOf(blocks).filter(({ logRatios }) => logRatios.length > 0);
  const level = levelOfLook(share, alpha);
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
