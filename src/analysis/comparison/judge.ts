import type { Verdict } from '../../schema/comparison-report.ts';
import type { ComparisonPlan } from '../../schema/comparison-run.ts';
import type { MeasuredWorkload } from '../../schema/measured-workload.ts';
import type { Block, ContenderBlock, Mismatch } from '../../schema/run.ts';
import { detectableEffect } from '../comparisons/detectable-effect.ts';
import { verdictOf } from '../comparisons/verdict.ts';
import { blocksOf, secondsSpent } from './blocks.ts';
import { estimateOf, type WorkloadEstimate } from './estimate.ts';
import { inconclusiveReason } from './inconclusive.ts';

/** What a plan says of how verdicts are found. */
export type Rules = Pick<ComparisonPlan, 'delta' | 'margin' | 'alpha' | 'looks' | 'timing' | 'workloads'>;

/** What is known of a workload, and what it comes to. */
export interface Judgement extends WorkloadEstimate {
  verdict: Verdict;
  /** Whether more measuring would change nothing. */
  isSettled: boolean;
  /** Why it is invalid or inconclusive. */
  reason: string | null;
  mismatch: Mismatch | null;
  detectable_effect: number | null;
  budget_to_settle_s: number | null;
  /** Looks that were taken. */
  looks: number;
}

const WORDS = { ok: '', invalid: 'is wrong', failed: 'failed', skipped: 'lacks something' };

/** What is wrong with a contender, as a sentence without a full stop. */
function inWords({ id, status, reason }: ContenderBlock): string {
  const why = reason === undefined ? '' : `: ${reason.replace(/\.$/, '')}`;
  return `${id.toUpperCase()} ${WORDS[status]}${why}`;
}

/**
 * The verdict on one workload from everything that was measured of it. The same function decides at the looks, whether
 * to go on, and in the report.
 *
 * @param all the run's blocks, in the order in which they were measured
 */
export function judgeWorkload(rules: Rules, workload: MeasuredWorkload, all: readonly Block[]): Judgement {
  const blocks = blocksOf(all, workload.id);
  const looks = rules.looks.filter((replicates) => replicates <= blocks.length).length;
  const parts = blocks.flatMap(({ contenders }) => contenders);
  // Beside a wrong result a ratio says nothing; one that was found before a failure is kept.
  const isWrong = parts.some(({ status }) => status === 'invalid');
  const estimate = estimateOf(workload, isWrong ? [] : blocks, rules);
  const detectable_effect = detectableEffect(estimate, rules.delta);
  const common = { ...estimate, looks, detectable_effect, reason: null, budget_to_settle_s: null };
  const troubled = parts.find(({ status }) => status !== 'ok');
  if (troubled) {
    const mismatch = troubled.mismatch ?? null;
    return { ...common, verdict: 'invalid', isSettled: true, reason: inWords(troubled), mismatch };
  }
  const { verdict, settled } = verdictOf(estimate.ratio, estimate.interval, rules);
  const judged = { ...common, verdict, isSettled: settled, mismatch: null };
  if (verdict !== 'inconclusive') return judged;
  const spent = secondsSpent(all, workload.id);
  return { ...judged, ...inconclusiveReason({ estimate, detectable_effect, rules, workload, spent }) };
}

/** A gate asks whether fresh isolates agree, and one alone can't: however clear it is, there is a second one. */
const GATE_ISOLATES = 2;

/** Workloads that need no further measuring. */
export const settledWorkloads = (plan: ComparisonPlan, blocks: readonly Block[]): string[] =>
  plan.workloads
    .filter((workload) => {
      const { isSettled, verdict, isolates } = judgeWorkload(plan, workload, blocks);
      const isAlone = plan.threshold_percent !== null && verdict === 'slower' && isolates < GATE_ISOLATES;
      return isSettled && !isAlone;
    })
    .map(({ id }) => id);
