import { quantileSorted } from 'simple-statistics';
import { round } from '../round.ts';

/** Enough to show two humps, few enough for a narrow terminal. */
const BINS = 32;
/** Share at either end of all values that is gathered in the outermost bins: one pause must not squeeze the rest. */
const TAIL = 0.01;
/** A scale is never narrower than this factor: equal times are one bar in its middle. */
const LEAST_WIDTH = 1.01;

export interface Histogram {
  from_ms: number;
  to_ms: number;
  /** One list per group, in the order given. */
  counts: number[][];
}

/**
 * Counts of several groups of times on one scale, the bins equally wide in the logarithm: a shift by one and the same
 * ratio looks alike everywhere. Every value is counted; those of the outer hundredths stand in the bins at the ends.
 *
 * @param groups times in milliseconds, above 0
 * @returns null where there is no time at all
 */
export function histogramOf(groups: readonly (readonly number[])[]): Histogram | null {
  const sorted = groups.flatMap((group) => group.filter((ms) => ms > 0)).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  let [low, high] = [quantileSorted(sorted, TAIL), quantileSorted(sorted, 1 - TAIL)];
  if (high < low * LEAST_WIDTH) {
    const middle = Math.sqrt(low * high);
    [low, high] = [middle / Math.sqrt(LEAST_WIDTH), middle * Math.sqrt(LEAST_WIDTH)];
  }
  const width = Math.log(high / low) / BINS;
  const binOf = (ms: number) => Math.max(0, Math.min(BINS - 1, Math.floor(Math.log(ms / low) / width)));
  const counts = groups.map((group) => {
    const bins = Array.from({ length: BINS }, () => 0);
    for (const ms of group) if (ms > 0) bins[binOf(ms)] = (bins[binOf(ms)] ?? 0) + 1;
    return bins;
  });
  return { from_ms: round(low), to_ms: round(high), counts };
}
