import type { MeasuredWorkload } from '../../schema/measured-workload.ts';
import { settlingBudget } from '../comparisons/settling-budget.ts';
import type { WorkloadEstimate } from './estimate.ts';
import type { Judgement, Rules } from './judge.ts';

const percent = (share: number) => `${Number((100 * share).toPrecision(2))} %`;

/** Twice the pairs that an interval at the level of the last look needs. */
const ENOUGH_PAIRS = 12;

/** Seconds in two digits, rounded up: half a budget settles nothing. */
function inSeconds(seconds: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(seconds)) - 1);
  return Math.ceil(seconds / unit) * unit;
}

const notShown = (detectable_effect: number | null): string =>
  detectable_effect === null
    ? 'the interval is too wide for a verdict'
    : `only a difference of ${percent(detectable_effect)} or more would probably have shown`;

const amongSeveral = ({ together, alpha }: { together: number; alpha: number }): string =>
  `one of ${together} workloads differs this much by chance in more than 1 of ${Math.round(1 / alpha)} such runs`;

interface Inconclusive {
  estimate: WorkloadEstimate;
  detectable_effect: number | null;
  rules: Rules;
  workload: MeasuredWorkload;
  /** Seconds that were spent on this workload. */
  spent: number;
  /** Where it would be sure of this workload alone, and is not as one of several; otherwise null. */
  family: { together: number; alpha: number } | null;
}

/** Why there is no verdict: what would have shown, and the budget that would settle it. */
export function inconclusiveReason({
  estimate,
  detectable_effect,
  rules,
  workload: { id },
  spent,
  family,
}: Inconclusive): Pick<Judgement, 'reason' | 'budget_to_settle_s'> {
  const { pairs, interval } = estimate;
  const flags = (seconds: number) =>
    rules.workloads.length > 1 ? `--workload ${id} --budget ${seconds}` : `--budget ${seconds}`;
  if (pairs === 0) return { reason: 'nothing was measured of it', budget_to_settle_s: null };
  if (interval === null) {
    const seconds = inSeconds((spent * ENOUGH_PAIRS) / pairs);
    const few = `${pairs} ${pairs === 1 ? 'pair of slices is' : 'pairs of slices are'} too few for an interval`;
    return { reason: `${few}; ${flags(seconds)} would give enough`, budget_to_settle_s: seconds };
  }
  const shown = family ? amongSeveral(family) : notShown(detectable_effect);
  const budget = settlingBudget(estimate, spent, rules);
  if (!budget)
    return { reason: `${shown}, and no budget up to an hour would settle it`, budget_to_settle_s: null };
  // Of a run that was interrupted less was spent than was meant to be.
  const meant = rules.timing.budget_s / rules.workloads.length;
  const seconds = inSeconds(Math.max(budget.seconds, meant));
  return { reason: `${shown}; ${flags(seconds)} should settle it`, budget_to_settle_s: seconds };
}
