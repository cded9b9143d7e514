import type { RatioBlock } from '../../../src/analysis/comparisons/ratio.ts';
import type { Random } from '../../../src/analysis/random.ts';

/** A standard normal value, by Box and Muller's transformation. */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** Student's t with 3 degrees of freedom: its variance exists, little more. */
export function heavyTailed(random: Random): number {
  const squares = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2;
  return normal(random) / Math.sqrt(squares / 3);
}

/** n values of an AR(1) process of variance 1. */
export function autocorrelated(random: Random, n: number, phi: number): number[] {
  let value = normal(random);
  return Array.from({ length: n }, () => {
    const now = value;
    value = phi * value + Math.sqrt(1 - phi ** 2) * normal(random);
    return now;
  });
}

export interface SimulatedMachine {
  pairs: number;
  /** ln(b / a) that is true. */
  effect: number;
  /** Standard deviation of what a fresh pair of isolates differs by. */
  isolateSd: number;
}

/**
 * The pair log-ratios of one pair of isolates on a bad machine: slices that resemble the one before (phi 0.6, 2 %), a
 * clock that drifts by up to 10 % over the block and wanders besides, one slice in twelve that is interrupted and takes
 * up to twice as long. A fair coin says who goes first in each turn.
 */
export function simulateBlock(random: Random, { pairs, effect, isolateSd }: SimulatedMachine): RatioBlock {
  const bias = effect + isolateSd * normal(random);
  const slope = (0.2 * (random.next() - 0.5)) / (2 * pairs);
  const resembling = autocorrelated(random, 2 * pairs, 0.6);
  let wander = 0;
  const levels = resembling.map((value, t) => {
    wander += 0.002 * normal(random);
    const interruption = random.next() < 1 / 12 ? Math.LN2 * random.next() : 0;
    return slope * t + wander + 0.02 * value + interruption;
  });
  const logRatios = Array.from({ length: pairs }, (_, k) => {
    const [first, second] = [levels[2 * k] ?? 0, levels[2 * k + 1] ?? 0];
    return bias + (random.coin() ? second - first : first - second);
  });
  return { logRatios };
}
