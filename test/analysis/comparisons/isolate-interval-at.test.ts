import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clusterT } from '../../../src/analysis/comparisons/cluster-t.ts';
import { isolateInterval } from '../../../src/analysis/comparisons/isolate-interval.ts';
import { isolateIntervalAt } from '../../../src/analysis/comparisons/isolate-interval-at.ts';

const effects = fc.array(fc.double({ min: -2, max: 3, noNaN: true }), { minLength: 2, maxLength: 12 });

it('is the usual interval at 95 %, and none for a single isolate', () => {
  fc.assert(
    fc.property(effects, (own) => {
      expect(isolateIntervalAt(own, 0.95)).toEqual(isolateInterval(own));
    }),
  );
  expect(isolateIntervalAt([1], 0.95)).toBeNull();
});

it('has the published quantile', () => {
  // t of 4 degrees of freedom and 99 %: 4.6041; sd of 1..5 is sqrt(2.5).
  const [low, high] = isolateIntervalAt([1, 2, 3, 4, 5], 0.99) ?? [0, 0];
  expect((high - low) / 2).toBeCloseTo(4.6041 * Math.sqrt(0.5), 3);
});

it('leaves out 0 exactly where p is below 1 - level', () => {
  fc.assert(
    fc.property(effects, fc.double({ min: 0.6, max: 0.999, noNaN: true }), (own, level) => {
      const { p } = clusterT(own);
      if (p === null || Math.abs(p - (1 - level)) < 1e-6) return;
      const [low, high] = isolateIntervalAt(own, level) ?? [0, 0];
      expect(low > 0 || high < 0).toBe(p < 1 - level);
    }),
  );
});
