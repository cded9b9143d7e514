import { median } from 'simple-statistics';
import type { Verdict } from '../../schema/comparison-report.ts';
import type { ComparisonPlan } from '../../schema/comparison-run.ts';
import type { MeasuredWorkload } from '../../schema/measured-workload.ts';
import type { Interval } from '../../schema/primitives.ts';
import type { Block, Mismatch } from '../../schema/run.ts';
import { pairedLogRatios } from '../comparisons/paired-turns.ts';
import { type RatioBlock, ratioOf } from '../comparisons/ratio.ts';
import { signTest } from '../comparisons/sign-test.ts';
import { blocksOf, contender } from './blocks.ts';

/** What a plan says of how verdicts are found. */
export type Rules = Pick<
  ComparisonPlan,
  'delta' | 'margin' | 'alpha' | 'looks' | 'timing' | 'threshold_percent' | 'workloads'
>;

export interface Judgement {
  verdict: Verdict;
  /** Whether more measuring is not needed, or would not help. */
  isSettled: boolean;
  reason: string | null;
  mismatch: Mismatch | null;
  ratio: number | null;
  ci95: Interval;
  /** Two-sided, over all looks. */
  p: number | null;
  detectable_effect: number | null;
  budget_to_settle_s: number | null;
  pairs: number;
  isolates: number;
  looks: number;
  isolate_ratios: number[];
  isolate_spread: number | null;
}

const NOTHING = {
  ratio: null,
  ci95: null,
  p: null,
  detectable_effect: null,
  budget_to_settle_s: null,
  pairs: 0,
  isolates: 0,
  looks: 0,
  isolate_ratios: [],
  isolate_spread: null,
};

/** ln(b / a) of each turn, block by block. */
export const logRatiosOf = (blocks: readonly Block[]): RatioBlock[] =>
  blocks.map((block) => {
    const [a, b] = [contender(block, 'a'), contender(block, 'b')];
    return a && b ? pairedLogRatios(b, a) : { logRatios: [] };
  });
