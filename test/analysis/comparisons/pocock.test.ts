import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crossingProbability } from '../../../src/analysis/comparisons/crossing-probability.ts';
import { levelAt, pocockCritical, sequentialP } from '../../../src/analysis/comparisons/pocock.ts';
import { normalTail } from '../../../src/analysis/comparisons/standard-normal.ts';

const equally = (K: number) => Array.from({ length: K }, (_, k) => k + 1);

// Jennison & Turnbull, Group Sequential Methods, 2000, table 2.1.
it.each([
  [1, 0.05, 1.96],
  [2, 0.05, 2.178],
  [3, 0.05, 2.289],
  [4, 0.05, 2.361],
  [5, 0.05, 2.413],
  [5, 0.01, 2.986],
  [5, 0.1, 2.122],
])('has the published constant of %d looks for alpha %d', (K, alpha, published) => {
  expect(Math.abs(pocockCritical(equally(K), alpha) - published)).toBeLessThan(0.0006);
});

// Pocock 1977, table 1: nominal levels of each look.
it.each([
  [1, 0.05],
  [2, 0.0294],
  [3, 0.0221],
  [4, 0.0182],
  [5, 0.0158],
])('has the published nominal level of %d looks', (K, nominal) => {
  expect(1 - levelAt(equally(K))).toBeCloseTo(nominal, 4);
});

it('asks for more where looks are spread further, as they are less alike', () => {
  expect(pocockCritical([1, 2, 4, 6, 8])).toBeGreaterThan(pocockCritical(equally(5)) + 0.03);
  expect(crossingProbability(pocockCritical([1, 2, 4, 6, 8]), [1, 2, 4, 6, 8])).toBeCloseTo(0.05, 9);
});

it('gives a p value of alpha exactly where a look rejects', () => {
  for (const looks of [[3], [1, 2], [1, 2, 4, 6, 8]]) {
    const nominal = 2 * normalTail(pocockCritical(looks));
    expect(sequentialP(nominal, looks)).toBeCloseTo(0.05, 8);
  }
});

it('grows with p and lies between p and Bonferroni', () => {
  const looks = [1, 2, 4, 8];
  const p = fc.double({ min: 1e-300, max: 1, noNaN: true });
  fc.assert(
    fc.property(p, p, (one, other) => {
      const [small, large] = one < other ? [one, other] : [other, one];
      const [low, high] = [sequentialP(small, looks), sequentialP(large, looks)];
      expect(low).toBeLessThanOrEqual(high * (1 + 1e-5));
      expect(low).toBeGreaterThanOrEqual(small * (1 - 1e-6));
      expect(low).toBeLessThanOrEqual(Math.min(1, 4 * small * (1 + 1e-6)));
    }),
    { numRuns: 40 },
  );
});

it('leaves a single look and the ends as they are', () => {
  expect(sequentialP(0.03, [4])).toBe(0.03);
  expect(sequentialP(0, [1, 2])).toBe(0);
  expect(sequentialP(1, [1, 2])).toBe(1);
});

it('refuses no looks, looks that go back and impossible levels', () => {
  expect(() => levelAt([])).toThrow('at least one look');
  expect(() => levelAt([2, 1])).toThrow(RangeError);
  expect(() => levelAt([1], 1)).toThrow(RangeError);
  expect(() => sequentialP(1.2, [1])).toThrow(RangeError);
});
