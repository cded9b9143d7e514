import type { Outcome } from '../turn-contracts.ts';

/**
 * Whether two implementations computed the same: exactly, or with numbers that agree within rounding. A number is
 * compared relative to the greatest of its list, as the error of a sum is; two lists of integers have to be equal.
 */
export function areEqual(a: Outcome, b: Outcome): boolean {
  if (a.hash === b.hash) return true;
  if (a.hash === null || b.hash === null || a.structure !== b.structure) return false;
  let start = 0;
  for (const [i, length] of a.lists.entries()) {
    const tolerance = Math.max(a.tolerances[i] ?? 0, b.tolerances[i] ?? 0);
    const [ours, theirs] = [a, b].map(({ numbers }) => numbers.subarray(start, start + length));
    if (!ours || !theirs || !agree(ours, theirs, tolerance)) return false;
    start += length;
  }
  return true;
}

function agree(a: Float64Array, b: Float64Array, tolerance: number): boolean {
  const isWhole = a.every(Number.isInteger) && b.every(Number.isInteger);
  const scale = isWhole ? 0 : a.reduce((most, each) => Math.max(most, finite(each)), 0);
  return a.every(
    (each, i) => Object.is(each, b[i]) || Math.abs(each - (b[i] ?? Number.NaN)) <= tolerance * scale,
  );
}

const finite = (value: number) => (Number.isFinite(value) ? Math.abs(value) : 0);
