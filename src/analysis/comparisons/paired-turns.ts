import type { RatioBlock } from './ratio.ts';

/** Pairs hit by a pre-emption are left out where at least this many clean ones remain in their isolate. */
const FEWEST_CLEAN_PAIRS = 16;

/** The slices of one contender in one isolate, in the order of the turns. */
export interface Slices {
  slices_ms: readonly number[];
  calls_per_slice: number;
  /** Indices of the slices during which the system took the processor away. */
  preempted: readonly number[];
}

/** Time of one call in each slice, in milliseconds. */
export const callTimes = ({ slices_ms, calls_per_slice }: Slices): number[] =>
  slices_ms.map((ms) => ms / calls_per_slice);

/**
 * ln(a / b) of each turn that both took, per call. Turns during which one of them lost the processor are left out,
 * unless too few would remain: nothing is picked from an isolate that is spoilt as a whole.
 */
export function pairedLogRatios(a: Slices, b: Slices): RatioBlock {
  const others = callTimes(b);
  const all = callTimes(a).map((ms, i) => Math.log(ms / (others[i] ?? Number.NaN)));
  const hit = new Set([...a.preempted, ...b.preempted]);
  const clean = all.filter((_, i) => !hit.has(i));
  return { logRatios: clean.length >= FEWEST_CLEAN_PAIRS ? clean : all };
}
