import { normalDensity, normalTail } from './standard-normal.ts';

/** Steps of the grid within one standard deviation of what a stretch between two looks adds. */
const STEPS_PER_DEVIATION = 6;
const FEWEST_STEPS = 48;

/** Where the sum of observations may stand while no look has rejected, and how densely. */
interface Continuing {
  from: number;
  step: number;
  /** At from + i step, ready weighted for Simpson's rule. */
  weighted: Float64Array;
}

/** Simpson's rule on an even number of steps over ±reach. */
function weigh(reach: number, steps: number, density: (x: number) => number): Continuing {
  const step = (2 * reach) / steps;
  const weighted = Float64Array.from({ length: steps + 1 }, (_, i) => {
    const weight = i === 0 || i === steps ? 1 : 2 + 2 * (i % 2);
    return ((weight * step) / 3) * density(-reach + i * step);
  });
  return { from: -reach, step, weighted };
}

function integrate({ from, step, weighted }: Continuing, value: (x: number) => number): number {
  return weighted.reduce((sum, weight, i) => sum + weight * value(from + i * step), 0);
}

/**
 * How probably |Z| reaches `critical` at one look or another, though there is no effect, where Z is the standardised
 * sum of what came in until then: the error rate of looking repeatedly. The density of the sum of those that go on is
 * carried from look to look by numerical integration.
 * Source: Armitage, McPherson & Rowe, Repeated significance tests on accumulating data, Journal of the Royal
 * Statistical Society A 132, 1969; the sum of first crossings: Jennison & Turnbull, Group Sequential Methods, 2000,
 * section 19.2.
 *
 * @param information at each look, growing and in any unit, such as the number of replicates
 * @throws RangeError where it does not grow from above 0
 */
export function crossingProbability(critical: number, information: readonly number[]): number {
  let before = 0;
  let going: Continuing | null = null;
  let crossed = 0;
  for (const now of information) {
    if (!(now > before && Number.isFinite(now)))
      throw new RangeError(`Looks have to come at growing information, not at ${information.join(', ')}.`);
    const reach = critical * Math.sqrt(now);
    const deviation = Math.sqrt(now - before);
    const steps = Math.max(FEWEST_STEPS, 2 * Math.ceil((STEPS_PER_DEVIATION * reach) / deviation));
    const last: Continuing | null = going;
    if (last === null) {
      crossed += 2 * normalTail(critical);
      going = weigh(reach, steps, (y) => normalDensity(y / deviation) / deviation);
    } else {
      crossed += integrate(
        last,
        (x) => normalTail((reach - x) / deviation) + normalTail((reach + x) / deviation),
      );
      going = weigh(reach, steps, (y) =>
        integrate(last, (x) => normalDensity((y - x) / deviation) / deviation),
      );
    }
    before = now;
  }
  return crossed;
}
