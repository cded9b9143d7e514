/**
 * Holm's adjusted p values: with p_(1) <= ... <= p_(m), the k-th is max over j <= k of min(1, (m - j + 1) p_(j)).
 * Whoever calls those up to 0.05 real is wrong about any of them in at most 5 % of all families, whatever the
 * dependence between them. Source: Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal
 * of Statistics 6, 1979.
 *
 * @returns in the order of the input; null, for what was not tested, stays null and does not count
 * @throws RangeError for a p value outside of 0..1
 */
export function holm(values: readonly (number | null)[]): (number | null)[] {
  const bad = values.find((p) => p !== null && !(p >= 0 && p <= 1));
  if (bad !== undefined) throw new RangeError(`${bad} is no p value.`);
  const tested = values.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => a.p - b.p);
  const adjusted: (number | null)[] = values.map(() => null);
  let largest = 0;
  for (const [rank, { p, index }] of tested.entries()) {
    largest = Math.max(largest, Math.min(1, (tested.length - rank) * p));
    adjusted[index] = largest;
  }
  return adjusted;
}
