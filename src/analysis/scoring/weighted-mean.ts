export interface WeightedScore {
  /** 0..100; null where it could not be computed. */
  score: number | null;
  /** Any positive number; only the proportions count. */
  weight: number;
}

/**
 * Weighted mean of scores; null where one of them is null or there is none: a gap is never averaged away.
 * @throws TypeError for a weight that is not positive and finite
 */
export function weightedMean(scores: readonly WeightedScore[]): number | null {
  let [total, weights] = [0, 0];
  let isComplete = scores.length > 0;
  for (const { score, weight } of scores) {
    if (!(weight > 0 && Number.isFinite(weight)))
      throw new TypeError(`A weight is positive; this is ${weight}.`);
    if (score === null) isComplete = false;
    else total += weight * score;
    weights += weight;
  }
  if (!isComplete) return null;
  // Rounding must not lift the mean of scores of 100 above 100.
  const known = scores.map(({ score }) => score ?? 0);
  return Math.min(Math.max(...known), Math.max(Math.min(...known), total / weights));
}
