import { median } from 'simple-statistics';
import type { Random } from '../../random.ts';
import { bestStretch, type Stretch } from './best-stretch.ts';
import { neighbourResemblance } from './neighbour-noise.ts';

/** Series without a step that the one at hand is held against. */
const RESAMPLES = 399;

/** What is left of a series when the stretch and the rest are each brought to 0. */
function residuals(values: readonly number[], { first, end }: Stretch): number[] {
  const isInside = (t: number) => t >= first && t < end;
  const inside = median(values.filter((_, t) => isInside(t)));
  const outside = median(values.filter((_, t) => !isInside(t)));
  return values.map((value, t) => value - (isInside(t) ? inside : outside));
}

/**
 * How probably a series without any step has a stretch that stands out as much. Such series are made from this one:
 * what is left of it without the stretch is freed of its resemblance to the run before, drawn from with replacement and
 * a fair coin for its sign, and given the resemblance back. So the tails are those of the series itself, and runs need
 * not be independent, which a plain permutation test asks for.
 * Sources: residual bootstrap of an autoregression: Davison & Hinkley, Bootstrap Methods and their Application, 1997,
 * section 8.2; (hits + 1) / (resamples + 1): the same, section 4.2.
 *
 * @returns p; 1 as soon as it is sure to be above alpha
 */
export function stretchP(values: readonly number[], found: Stretch, alpha: number, random: Random): number {
  const phi = neighbourResemblance(values);
  const left = residuals(values, found);
  const innovations = left.slice(1).map((value, t) => value - phi * (left[t] ?? 0));
  const start = 1 / Math.sqrt(1 - phi ** 2);
  let hits = 0;
  for (let resample = 0; resample < RESAMPLES; resample++) {
    let previous = 0;
    const series = values.map((_, t) => {
      const drawn = innovations[random.integer(innovations.length)] ?? 0;
      const innovation = random.coin() ? drawn : -drawn;
      previous = t === 0 ? start * innovation : phi * previous + innovation;
      return previous;
    });
    if (bestStretch(series).score >= found.score) hits++;
    if (hits + 1 > alpha * (RESAMPLES + 1)) return 1;
  }
  return (hits + 1) / (RESAMPLES + 1);
}
