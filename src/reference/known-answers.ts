/**
 * Inputs whose right answers are known exactly. They are small multiples of a power of two, so that every sum and
 * product on the way is exact in float32, in whatever order it is taken: a right result is right to the bit, and a
 * wrong one is wrong by at least one grid step (Higham, Accuracy and Stability of Numerical Algorithms, 2002, §2.1).
 */
import type { Random } from '../analysis/random.ts';
import type { InputArray } from '../contracts.ts';

/** Uniform multiples of `step` in [-limit, limit]. `limit` has to be a multiple of `step`. */
export function gridArray(random: Random, shape: readonly number[], step: number, limit: number): InputArray {
  const count = shape.reduce((size, extent) => size * extent, 1);
  const levels = (2 * limit) / step + 1;
  return { data: Float32Array.from({ length: count }, () => random.integer(levels) * step - limit), shape };
}

/** (m, k) × (k, n) in float64, by the definition: one dot product per entry. */
export function exactProduct(a: InputArray, b: InputArray): Float64Array {
  const [m = 0, k = 0] = a.shape;
  const [, n = 0] = b.shape;
  return Float64Array.from({ length: m * n }, (_, entry) => {
    const row = Math.floor(entry / n);
    const column = entry % n;
    let dot = 0;
    for (let i = 0; i < k; i++) dot += (a.data[row * k + i] ?? 0) * (b.data[i * n + column] ?? 0);
    return dot;
  });
}
