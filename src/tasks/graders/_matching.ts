/**
 * A largest matching of wanted items with candidates, each used once: augmenting paths (Kuhn 1955, as in Cormen et
 * al., Introduction to Algorithms, 4th ed. 2022, section 25.1). Greedy choice would lose a match where two planted
 * lines are near one another.
 *
 * @param edges the candidates that fit each wanted item
 * @returns the index of each wanted item that found one, with its candidate
 */
export function matchAll<T>(edges: readonly (readonly T[])[]): Map<number, T> {
  // No item needs more candidates than there are items to compete with.
  const bounded = edges.map((candidates) => candidates.slice(0, edges.length));
  const owner = new Map<T, number>();
  const augment = (wanted: number, seen: Set<T>): boolean => {
    for (const candidate of bounded[wanted] ?? []) {
      if (seen.has(candidate)) continue;
      seen.add(candidate);
      const other = owner.get(candidate);
      if (other === undefined || augment(other, seen)) {
        owner.set(candidate, wanted);
        return true;
      }
    }
    return false;
  };
  for (const wanted of edges.keys()) augment(wanted, new Set());
  return new Map([...owner].map(([candidate, wanted]) => [wanted, candidate]));
}
