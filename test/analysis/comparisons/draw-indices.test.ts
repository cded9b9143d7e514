import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawIndices } from '../../../src/analysis/comparisons/draw-indices.ts';
import { seededRandom } from '../../../src/analysis/random.ts';

const drawn = (seed: number, length: number, n: number, shrink: 0 | 1 = 0) => {
  const indices = new Int32Array(length);
  drawIndices(seededRandom(seed), indices, n, shrink);
  return [...indices];
};

describe('drawIndices', () => {
  it('stays below n, or below what is left of it', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 3000 }), (seed, n) => {
        for (const index of drawn(seed, 50, n)) expect(index >= 0 && index < n).toBe(true);
        for (const [i, index] of drawn(seed, n, n, 1).entries())
          expect(index >= 0 && index < n - i).toBe(true);
      }),
    );
  });

  it.each([2, 3, 7, 100, 834])('draws each of %d equally often, at every place of a number', (n) => {
    const [each, places] = [2000, 4];
    const counts = Array.from({ length: places }, () => new Uint32Array(n));
    for (const [i, index] of drawn(n, each * n * places, n).entries()) {
      const own = counts[i % places];
      if (own) own[index] = (own[index] ?? 0) + 1;
    }
    // Chi squared over n - 1 degrees of freedom: its mean, and six standard deviations beyond.
    for (const own of counts) {
      const squared = own.reduce((sum, count) => sum + (count - each) ** 2 / each, 0);
      expect(squared).toBeLessThan(n - 1 + 6 * Math.sqrt(2 * (n - 1)));
    }
  });

  it('draws neighbours independently', () => {
    const indices = drawn(5, 160_000, 4);
    const pairs = new Uint32Array(16);
    for (let i = 1; i < indices.length; i++) {
      const pair = 4 * (indices[i - 1] ?? 0) + (indices[i] ?? 0);
      pairs[pair] = (pairs[pair] ?? 0) + 1;
    }
    for (const count of pairs) expect(Math.abs(count / 10_000 - 1)).toBeLessThan(0.06);
  });

  it('follows from its seed', () => {
    expect(drawn(1, 20, 9)).toEqual(drawn(1, 20, 9));
    expect(drawn(1, 20, 9)).not.toEqual(drawn(2, 20, 9));
  });
});
