/**
 * Ranks of |x|, equal ones sharing the mean of theirs, doubled so that they are whole numbers. Zeros take part in the
 * ranking and then have no sign: Pratt's way.
 */
export function doubledRanks(values: readonly number[]): { value: number; doubledRank: number }[] {
  const sorted = values.map((value) => ({ value, doubledRank: 0 }));
  sorted.sort((a, b) => Math.abs(a.value) - Math.abs(b.value));
  for (let first = 0; first < sorted.length; ) {
    const size = Math.abs(sorted[first]?.value ?? 0);
    let end = first + 1;
    while (end < sorted.length && Math.abs(sorted[end]?.value ?? 0) === size) end++;
    // Ranks first + 1 to end: twice their mean.
    for (const entry of sorted.slice(first, end)) entry.doubledRank = first + 1 + end;
    first = end;
  }
  return sorted;
}

/**
 * P[S <= s] for s = 0, 1, ..., S the sum of those of the given whole numbers whose fair coin shows heads: the exact
 * distribution of Wilcoxon's statistic, by dynamic programming over all 2^n outcomes.
 * Source: Hollander & Wolfe, Nonparametric Statistical Methods, 2nd ed. 1999, section 3.1, comments 7 and 11 (ties).
 */
export function coinSumCdf(weights: readonly number[]): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const probability = new Float64Array(total + 1);
  probability[0] = 1;
  let reached = 0;
  for (const weight of weights) {
    reached += weight;
    for (let s = reached; s >= 0; s--) {
      const withIt = s >= weight ? (probability[s - weight] ?? 0) : 0;
      probability[s] = ((probability[s] ?? 0) + withIt) / 2;
    }
  }
  let sum = 0;
  return probability.map((each) => {
    sum += each;
    return sum;
  });
}
