import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  normalCritical,
  normalDensity,
  normalTail,
} from '../../../src/analysis/comparisons/standard-normal.ts';

it.each([
  // R: pnorm(z, lower.tail = FALSE)
  [0, 0.5],
  [1, 0.15865525393145705],
  [1.959963984540054, 0.025],
  [3, 0.0013498980316301],
  [5, 2.866515718791939e-7],
  [10, 7.61985302416e-24],
  [-1, 0.8413447460685],
])('has the tail of %d', (z, tail) => {
  expect(normalTail(z) / tail).toBeCloseTo(1, 9);
});

it('is the same on both sides of where the fraction takes over', () => {
  expect(normalTail(3 - 1e-12) / normalTail(3)).toBeCloseTo(1, 10);
});

it('is the integral of its density', () => {
  const from = 0.5;
  const step = 1e-3;
  let sum = 0;
  for (let k = 0; k < 2500; k++) sum += step * normalDensity(from + (k + 0.5) * step);
  expect(sum).toBeCloseTo(normalTail(0.5) - normalTail(3), 7);
});

it('finds the z of a tail, however small', () => {
  fc.assert(
    fc.property(fc.double({ min: -37, max: 8, noNaN: true }), (z) => {
      expect(normalCritical(normalTail(-z))).toBeCloseTo(-z, z > 5 ? 1 : 6);
    }),
  );
});

it.each([0, 1, -0.1, Number.NaN])('refuses the tail %d', (tail) => {
  expect(() => normalCritical(tail)).toThrow(RangeError);
});
