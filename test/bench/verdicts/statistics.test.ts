import { expect, it } from 'vitest';
import { mannWhitney, welch } from '../../../bench/verdicts/statistics.ts';

const upTo = (n: number, by = 0) => Array.from({ length: n }, (_, i) => i + by);

it('finds a shift, and nothing between equal samples', () => {
  for (const test of [welch, mannWhitney]) {
    expect(test(upTo(40), upTo(40))).toBeCloseTo(1);
    expect(test(upTo(40), upTo(40, 20))).toBeLessThan(0.001);
  }
});

it('has the p values of the textbook formulae', () => {
  // Both variances are 35: t = 3 / sqrt(2 * 35 / 20) = 1.604.
  expect(welch(upTo(20), upTo(20, 3))).toBeCloseTo(0.1088, 3);
  // Ranks of the first add up to 23: U = 8 of 25 pairs, sd sqrt(25 * 11 / 12) = 4.787, z = -0.940.
  expect(mannWhitney([1, 2, 3, 4, 5], [2, 3, 4, 5, 6])).toBeCloseTo(0.3472, 3);
});
