import type { Estimate } from './ratio-at.ts';
import { studentCritical } from './student-t.ts';
import type { VerdictLimits } from './verdict.ts';

/** With a single isolate nothing is known of how isolates differ: so many make a verdict possible. */
const FEWEST_ISOLATES = 4;
/** No budget beyond is worth naming, in seconds. */
const MOST_SECONDS = 3600;

export interface SettlingBudget {
  /** Of the whole comparison of this workload. */
  seconds: number;
  /** Isolates per contender within it: they become more as the budget grows. */
  isolates: number;
  /** What is scarce: samples, or isolates, without which longer measuring in each of them would not help. */
  limited_by: 'pairs' | 'isolates';
}

/** The smallest number of isolates whose t interval is at most ±target wide; null where it is beyond `most`. */
function isolatesFor(target: number, spread: number, level: number, most: number): number | null {
  const enough = (R: number) => (studentCritical(R - 1, level) * spread) / Math.sqrt(R) <= target;
  if (!enough(most)) return null;
  // The width shrinks with R, so that it can be bisected.
  let [low, high] = [2, most];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The budget that would settle an inconclusive verdict, as far as this run can tell: T (h / w)², where h is half the
 * width of the interval of the pairs and w the one that is needed (sample sizes grow with the square of the precision:
 * Cochran, Sampling Techniques, 3rd ed. 1977, section 4.5). Needed is a width that excludes 1 if the estimate is
 * right, |theta|, or one that fits within the margin, ln(1 + margin) - |theta|, whichever is easier. The part that comes
 * from isolates shrinks with their number only, so it is solved for their number with Student's t, and the budget grows
 * in proportion. It is a forecast from an estimate: another run may need half or twice as much.
 *
 * @param seconds spent on this workload until now
 * @returns null where there is nothing to go by, or where it would take more than an hour
 */
export function settlingBudget(
  { ratio, level, pairs, isolates, isolate_spread, pair_reach }: Estimate,
  seconds: number,
  { margin }: VerdictLimits,
): SettlingBudget | null {
  if (ratio === null || pair_reach === null || isolates < 1 || !(seconds > 0)) return null;
  const theta = Math.abs(Math.log(ratio));
  const target = Math.max(theta, Math.log1p(margin) - theta);
  if (!(target > 0)) return null;
  const byPairs = (pair_reach / target) ** 2;
  const most = Math.max(2, Math.floor((MOST_SECONDS / seconds) * isolates));
  const needed = isolatesNeeded();
  if (needed === null) return null;
  const factor = Math.max(1, byPairs, needed / isolates);
  if (factor * seconds > MOST_SECONDS) return null;
  return {
    seconds: factor * seconds,
    isolates: Math.max(needed, Math.ceil(factor * isolates)),
    limited_by: needed / isolates > byPairs ? 'isolates' : 'pairs',
  };

  function isolatesNeeded(): number | null {
    // Where each run is a process of its own, the interval of the pairs knows all there is.
    if (pairs === isolates) return 1;
    return isolate_spread === null ? FEWEST_ISOLATES : isolatesFor(target, isolate_spread, level, most);
  }
}
