import { clusterT } from './cluster-t.ts';
import type { Estimate } from './ratio-at.ts';

/** The isolates agree where "none of them is slower" would look like this in at most so many cases. */
const AGREEMENT_P = 0.1;

export interface Gate {
  failed: boolean;
  /** The three findings, for people, whatever the outcome. */
  reasons: string[];
}

const factor = (ratio: number) => `${ratio.toFixed(3)}×`;

/**
 * Whether a workload fails the gate: b is slower than a by the threshold at least, beyond doubt. Three things have to
 * come together: the lower bound of the interval is above 1, the estimate is at least 1 + threshold, and the isolates
 * agree (one-sample t over their log-ratios, p < 0.10, on the same side), so that no single odd isolate fails a build.
 * It is meant to be confirmed by a second run with a fresh seed: two independent runs that both err are rarer by a
 * factor of their error rate. Source of the agreement: Student, The probable error of a mean, Biometrika 6, 1908; in
 * A/A studies of fresh isolates it left one false alarm in 250 of three.
 *
 * @param isolateRatios b / a of each pair of isolates; null where each run is a process of its own and the interval
 *   of the pairs is all there is
 * @param threshold relative, such as 0.05
 * @param strict asks for the whole interval to lie beyond the threshold
 */
export function regressionGate(
  { ratio, interval }: Pick<Estimate, 'ratio' | 'interval'>,
  isolateRatios: readonly number[] | null,
  threshold: number,
  strict = false,
): Gate {
  if (ratio === null || interval === null)
    return { failed: false, reasons: ['there are too few pairs for an interval'] };
  const least = strict ? 1 + threshold : 1;
  const isClear = interval[0] > least;
  const isLarge = ratio >= 1 + threshold;
  const agreement = agree(isolateRatios);
  return {
    failed: isClear && isLarge && agreement.isMet,
    reasons: [
      `the lower bound ${factor(interval[0])} is ${isClear ? '' : 'not '}above ${factor(least)}`,
      `the estimate ${factor(ratio)} is ${isLarge ? 'at or above' : 'below'} the threshold ${factor(1 + threshold)}`,
      ...agreement.reasons,
    ],
  };
}

function agree(isolateRatios: readonly number[] | null): { isMet: boolean; reasons: string[] } {
  if (isolateRatios === null) return { isMet: true, reasons: [] };
  const logs = isolateRatios.map(Math.log);
  const { p } = clusterT(logs);
  if (p === null) return { isMet: false, reasons: ['a single isolate cannot agree with others'] };
  const isSlower = logs.reduce((sum, each) => sum + each, 0) > 0;
  const isMet = isSlower && p < AGREEMENT_P;
  const said = isMet ? 'agree that it is slower' : 'do not agree that it is slower';
  return { isMet, reasons: [`${logs.length} isolates ${said} (p = ${Number(p.toPrecision(2))})`] };
}
