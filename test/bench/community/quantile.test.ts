import { expect, it } from 'vitest';
import { median, quantile } from '../../../bench/community/quantile.ts';

it('is the least sample that so many do not exceed', () => {
  const samples = [5, 1, 4, 2, 3];
  expect([0, 0.2, 0.5, 0.99, 1].map((share) => quantile(samples, share))).toEqual([1, 1, 3, 5, 5]);
  expect(median(samples)).toBe(3);
});

it('is not there without samples', () => {
  expect(() => median([])).toThrow(RangeError);
});
