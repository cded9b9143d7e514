/**
 * The least sample that at least a share of the samples does not exceed (nearest rank: Hyndman & Fan, "Sample Quantiles
 * in Statistical Packages", The American Statistician 50(4), 1996, definition 1).
 * @throws RangeError where there are no samples
 */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (found === undefined) throw new RangeError('nothing was measured');
  return found;
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);
