import { expect, it } from 'vitest';
import { differenceInterval } from '../../../src/analysis/comparisons/newcombe.ts';

it('gives the interval of Newcombe 1998, table II, method 10', () => {
  // 56/70 - 48/80: 0.0524 to 0.3339
  const [low, high] = differenceInterval({ right: 48, total: 80 }, { right: 56, total: 70 }) ?? [0, 0];
  expect(low).toBeCloseTo(0.0524, 4);
  expect(high).toBeCloseTo(0.3339, 4);
});

it('has a width where all succeeded', () => {
  const [low, high] = differenceInterval({ right: 3, total: 3 }, { right: 3, total: 3 }) ?? [0, 0];
  expect(low).toBeLessThan(-0.4);
  expect(high).toBe(-low);
});

it('is null where there is nothing to count', () => {
  expect(differenceInterval({ right: 0, total: 0 }, { right: 1, total: 2 })).toBeNull();
});
