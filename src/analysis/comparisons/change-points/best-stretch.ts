import { clipSpikes } from './clip-spikes.ts';
import { neighbourNoise } from './neighbour-noise.ts';

/** A step has to last for so many runs on either side: two in a row may be chance. */
export const FEWEST_RUNS = 3;

/** The runs first..end-1 stand out against all others. */
export interface Stretch {
  first: number;
  end: number;
  /** How much, in squared standard errors less a penalty for the number of its ends; -Infinity where nothing does. */
  score: number;
}

/**
 * The stretch of a series whose mean differs most clearly from the mean of the rest: one step where it begins or ends
 * with the series, otherwise a step up and another one down. Spikes are cut before. The score is z² less 2 ln n for
 * each of its ends, so that a stretch in the middle, of which there are many more, has to stand out more.
 * Sources: Olshen, Venkatraman, Lucito & Wigler, Circular binary segmentation for the analysis of array-based DNA copy
 * number data, Biostatistics 5, 2004 (the statistic); Zhang & Siegmund, A modified Bayes information criterion with
 * applications to the analysis of comparative genomic hybridization data, Biometrics 63, 2007 (the penalty).
 *
 * @param values fewer than 2 x 3 have no stretch
 */
export function bestStretch(values: readonly number[]): Stretch {
  const cleaned = clipSpikes(values);
  const n = cleaned.length;
  const best = { first: 0, end: 0, score: Number.NEGATIVE_INFINITY };
  const noise = neighbourNoise(cleaned);
  if (n < 2 * FEWEST_RUNS || noise === 0) return best;
  const centre = cleaned.reduce((sum, value) => sum + value, 0) / n;
  const sums = new Float64Array(n + 1);
  for (const [t, value] of cleaned.entries()) sums[t + 1] = (sums[t] ?? 0) + value - centre;
  const penalty = 2 * Math.log(n);
  const unit = n / noise ** 2;
  // Nothing of the series may be left that is shorter than a stretch, unless it is nothing.
  const isEdge = (cut: number) => cut >= FEWEST_RUNS && cut <= n - FEWEST_RUNS;
  for (let first = 0; first <= n - FEWEST_RUNS; first++) {
    if (first > 0 && !isEdge(first)) continue;
    const before = sums[first] ?? 0;
    for (let end = first + FEWEST_RUNS; end <= n; end++) {
      if (end === n ? first === 0 : !isEdge(end)) continue;
      const length = end - first;
      const excess = (sums[end] ?? 0) - before;
      const ends = first === 0 || end === n ? 1 : 2;
      const score = (unit * excess ** 2) / (length * (n - length)) - ends * penalty;
      if (score > best.score) Object.assign(best, { first, end, score });
    }
  }
  return best;
}
