import { expect, it } from 'vitest';
import { collectingShare, observeCollections } from '../../../src/timing/isolates/observe-collections.ts';

it('has every collection count as the typical one, whatever others waited for the processor', () => {
  expect(collectingShare([1, 1, 1, 1, 1], 50)).toBeCloseTo(0.1, 12);
  expect(collectingShare([1, 1, 1, 1, 21], 70)).toBeCloseTo(0.1, 12);
});

it('is nothing without collections, and never more than all of the time', () => {
  expect(collectingShare([], 10)).toBe(0);
  expect(collectingShare([0, 0], 0)).toBe(0);
  expect(collectingShare([3, 3, 3], 5)).toBe(1);
});

it('counts what V8 collects while the calls are made', async () => {
  const kept: unknown[] = [];
  const loop = (calls: number) => {
    const start = performance.now();
    for (let i = 0; i < calls; i++) kept[0] = new Array(1000).fill(i);
    return performance.now() - start;
  };
  const some = await observeCollections(loop, 20_000);
  expect(some.count).toBeGreaterThan(0);
  expect(some.share).toBeGreaterThan(0);
  expect(some.share).toBeLessThan(1);
});
