import type { Verdict } from '../../schema/comparison-report.ts';
import type { ComparisonPlan } from '../../schema/comparison-run.ts';
import type { MeasuredWorkload } from '../../schema/measured-workload.ts';
import type { Block, ContenderBlock, Mismatch } from '../../schema/run.ts';
import { sequentialP, shareOfLook } from '../comparisons/alpha-spending.ts';
import { detectableEffect } from '../comparisons/detectable-effect.ts';
import { holm } from '../comparisons/holm.ts';
import { verdictOf } from '../comparisons/verdict.ts';
import { blocksOf, secondsSpent } from './blocks.ts';
import { estimateOf, type WorkloadEstimate } from './estimate.ts';
import { inconclusiveReason } from './inconclusive.ts';

/** What a plan says of how verdicts are found. */
export type Rules = Pick<ComparisonPlan, 'delta' | 'margin' | 'alpha' | 'looks' | 'timing' | 'workloads'>;

/** What is known of a workload, and what it comes to. */
export interface Judgement extends WorkloadEstimate {
  /** After all looks and, by Holm, after all workloads that are judged together; `p` is that of this look alone. */
  adjusted_p: number | null;
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
 * The verdicts on workloads from everything that was measured of them, at the end of a run. A difference is claimed only
 * where the p value after all looks and, by Holm's procedure, over these workloads allows it: so of all the claims of a
 * run, any is wrong in at most `alpha` of all runs. p values that hold at whichever look one stops (Jennison & Turnbull
 * 1984) keep that under Holm's procedure (1979), which asks nothing of how they depend on each other.
 *
 * What was settled at a look is judged as it was there. For everything else there is no later look, so that it may use
 * what is left of the error rate.
 *
 * @param workloads that are judged together
 * @param all the run's blocks, in the order in which they were measured
 */
export function judgeWorkloads(
  rules: Rules,
  workloads: readonly MeasuredWorkload[],
  all: readonly Block[],
): Judgement[] {
  const atLooks = judgeAtLooks(rules, workloads, all);
  const hasStopped = ({ isSettled, verdict }: Judgement) => isSettled && verdict !== 'invalid';
  return judge(rules, workloads, all, (i) => !hasStopped(atLooks[i] as Judgement));
}

/** The same between two blocks, for what goes on unless it is settled. */
export const judgeAtLooks = (rules: Rules, workloads: readonly MeasuredWorkload[], all: readonly Block[]) =>
  judge(rules, workloads, all, () => false);

/** @param isOver whether nothing more is measured of the workload with this index, whatever this look says */
function judge(
  rules: Rules,
  workloads: readonly MeasuredWorkload[],
  all: readonly Block[],
  isOver: (index: number) => boolean,
): Judgement[] {
  const found = workloads.map((workload, i) => {
    const blocks = blocksOf(all, workload.id);
    const share = shareOfLook(rules.looks, blocks.length, isOver(i));
    // Beside a wrong result a ratio says nothing; one that was found before a failure is kept.
    const isWrong = blocks.some(({ contenders }) => contenders.some(({ status }) => status === 'invalid'));
    return {
      workload,
      blocks,
      share,
      estimate: estimateOf(workload, isWrong ? [] : blocks, rules.alpha, share),
    };
  });
  const adjusted = holm(
    found.map(({ estimate: { p }, share }) => (p === null ? null : sequentialP(p, share))),
  );
  return found.map((each, i) =>
    judgeWorkload(rules, { ...each, together: workloads.length, adjusted_p: adjusted[i] ?? null }, all),
  );
}

interface Found {
  workload: MeasuredWorkload;
  blocks: readonly Block[];
  /** Part of the error rate that this look may use. */
  share: number;
  estimate: WorkloadEstimate;
  /** How many workloads are judged together. */
  together: number;
  adjusted_p: number | null;
}

function judgeWorkload(
  rules: Rules,
  { workload, blocks, share, estimate, together, adjusted_p }: Found,
  all: readonly Block[],
): Judgement {
  const looks = rules.looks.filter((replicates) => replicates <= blocks.length).length;
  const detectable_effect = detectableEffect(estimate, rules.delta);
  const common = {
    ...estimate,
    adjusted_p,
    looks,
    detectable_effect,
    reason: null,
    budget_to_settle_s: null,
  };
  const troubled = blocks.flatMap(({ contenders }) => contenders).find(({ status }) => status !== 'ok');
  if (troubled) {
    const mismatch = troubled.mismatch ?? null;
    return { ...common, verdict: 'invalid', isSettled: true, reason: inWords(troubled), mismatch };
  }
  // Both come from one and the same quantiles; alone, a workload is as sure as its interval.
  const isSure = together === 1 || (adjusted_p ?? 1) <= rules.alpha;
  const { verdict, settled } = verdictOf(estimate.ratio, estimate.interval, rules, isSure);
  const judged = { ...common, verdict, isSettled: settled, mismatch: null };
  if (verdict !== 'inconclusive') return judged;
  const spent = secondsSpent(all, workload.id);
  const isAloneSure = !isSure && verdictOf(estimate.ratio, estimate.interval, rules).settled;
  // What would be sure of each workload at its part of the error rate is sure after Holm.
  const strict = isAloneSure ? estimateOf(workload, blocks, rules.alpha / together, share) : estimate;
  const family = isAloneSure ? { together, alpha: rules.alpha } : null;
  const inconclusive = { estimate: strict, detectable_effect, rules, workload, spent, family };
  return { ...judged, ...inconclusiveReason(inconclusive) };
}

/** A gate asks whether fresh isolates agree, and one alone can't: however clear it is, there is a second one. */
const GATE_ISOLATES = 2;

/** Workloads that need no further measuring after a look. */
export const settledWorkloads = (plan: ComparisonPlan, blocks: readonly Block[]): string[] =>
  judgeAtLooks(plan, plan.workloads, blocks).flatMap(({ isSettled, verdict, isolates }, i) => {
    const isAlone = plan.threshold_percent !== null && verdict === 'slower' && isolates < GATE_ISOLATES;
    const id = plan.workloads[i]?.id;
    return isSettled && !isAlone && id !== undefined ? [id] : [];
  });
