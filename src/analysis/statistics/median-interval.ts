import { quantileSorted } from 'simple-statistics';
import { defineStatistic, type SampleGroups } from '../../contracts.ts';
import { type Random, seededRandom } from '../random.ts';
import { sortedCopy } from './_pool.ts';

const RESAMPLES = 1000;
/** Samples of one isolate that take part, which bounds the cost. */
const MOST_PER_ISOLATE = 250;
const FEWEST_SAMPLES = 6;

/**
 * Evenly spaced order statistics of one isolate: they keep its distribution, depend on no order and need no coin. The
 * interval is then as wide as for so many samples, never narrower; thousands of calls that follow each other in one
 * isolate are not independent and don't deserve more.
 */
function thin(group: readonly number[]): number[] {
  const sorted = sortedCopy(group);
  if (sorted.length <= MOST_PER_ISOLATE) return sorted;
  const stride = sorted.length / MOST_PER_ISOLATE;
  const kept = new Set(Array.from({ length: MOST_PER_ISOLATE }, (_, k) => Math.floor((k + 0.5) * stride)));
  return sorted.filter((_, rank) => kept.has(rank));
}

/**
 * Draws as many isolates as there are, with replacement, and from each drawn one as many samples as it has. `values`
 * is the ascending pool and `ranks` says for each isolate where its samples stand in it, so that counting replaces
 * sorting.
 */
function resampledMedian(values: readonly number[], ranks: readonly number[][], random: Random): number {
  const counts = new Uint32Array(values.length);
  let total = 0;
  for (let drawn = 0; drawn < ranks.length; drawn++) {
    const own = ranks[random.integer(ranks.length)] ?? [];
    for (let k = 0; k < own.length; k++) {
      const rank = own[random.integer(own.length)] ?? 0;
      counts[rank] = (counts[rank] ?? 0) + 1;
    }
    total += own.length;
  }
  // The two middle order statistics, the same one twice for an odd number.
  const [low, high] = [Math.floor((total - 1) / 2), Math.floor(total / 2)];
  let lower: number | undefined;
  let seen = 0;
  for (let rank = 0; rank < counts.length; rank++) {
    seen += counts[rank] ?? 0;
    if (seen <= low) continue;
    const value = values[rank] ?? 0;
    lower ??= value;
    if (seen > high) return (lower + value) / 2;
  }
  throw new RangeError('There is no median without samples.');
}

function medianInterval({ groups, seed }: SampleGroups): [number, number] | null {
  const isolates = groups.filter((group) => group.length > 0).map(thin);
  const pooled = isolates
    .flatMap((samples, isolate) => samples.map((value) => ({ value, isolate })))
    .sort((a, b) => a.value - b.value);
  if (isolates.length < 2 || pooled.length < FEWEST_SAMPLES) return null;
  const values = pooled.map((sample) => sample.value);
  const ranks: number[][] = isolates.map(() => []);
  for (const [rank, { isolate }] of pooled.entries()) ranks[isolate]?.push(rank);
  const random = seededRandom(seed);
  const medians = Array.from({ length: RESAMPLES }, () => resampledMedian(values, ranks, random));
  medians.sort((a, b) => a - b);
  return [quantileSorted(medians, 0.025), quantileSorted(medians, 0.975)];
}

/**
 * A 95 % percentile interval of the pooled median in the unit of the samples, by the two-stage bootstrap: isolates
 * first, then samples within them, because samples of one isolate resemble each other. Null for one isolate or fewer
 * than six samples. With few isolates a percentile interval is rather too narrow; what a ratio claims uses the
 * t interval over isolates instead.
 */
export default defineStatistic({
  title: 'Interval of the median',
  source: 'Davison & Hinkley, Bootstrap Methods and their Application, 1997, sections 3.8 and 5.3',
  compute: (samples) => ({ ci95: medianInterval(samples) }),
});
