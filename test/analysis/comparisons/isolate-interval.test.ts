import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterT } from '../../../src/analysis/comparisons/cluster-t.ts';
import {
  hullInterval,
  isolateInterval,
  isolateSpread,
} from '../../../src/analysis/comparisons/isolate-interval.ts';
import { seededRandom } from '../../../src/analysis/random.ts';

const values = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 10 });
const bound = fc.integer({ min: -100, max: 100 });
const interval = fc.tuple(bound, bound).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);

describe('isolateInterval', () => {
  it('is the t interval of a textbook example', () => {
    // mean 3, sd sqrt(2.5), t = 2.7764 with 4 degrees of freedom
    const [low, high] = isolateInterval([1, 2, 3, 4, 5]) ?? [0, 0];
    expect(low).toBeCloseTo(3 - 2.776445 * Math.sqrt(2.5 / 5), 5);
    expect(high).toBeCloseTo(3 + 2.776445 * Math.sqrt(2.5 / 5), 5);
  });

  it('is null for fewer than two isolates', () => {
    expect(isolateInterval([])).toBeNull();
    expect(isolateInterval([1])).toBeNull();
    expect(isolateSpread([1])).toBeNull();
    expect(isolateInterval([1, 1])).toEqual([1, 1]);
  });

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(values, (all) => {
        const [low, high] = isolateInterval(all) ?? [0, 0];
        const reversed = isolateInterval(all.toReversed());
        expect(reversed?.[0]).toBeCloseTo(low, 10);
        expect(reversed?.[1]).toBeCloseTo(high, 10);
      }),
    );
  });

  it('holds the true mean of normal isolates in 95 % of simulated runs', () => {
    const random = seededRandom(8);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    const runs = 2000;
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const [low, high] = isolateInterval([normal(), normal(), normal(), normal()]) ?? [1, -1];
      if (low <= 0 && 0 <= high) held++;
    }
    // Three standard errors are 1.5 points.
    expect(Math.abs(held / runs - 0.95)).toBeLessThan(0.015);
  });
});

describe('hullInterval', () => {
  it('is the smallest interval around both', () => {
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        const hull = hullInterval(a, b);
        expect(hull).toEqual([Math.min(...a, ...b), Math.max(...a, ...b)]);
        expect(hullInterval(b, a)).toEqual(hull);
      }),
    );
  });

  it('is the other one where one is null', () => {
    expect(hullInterval(null, [1, 2])).toEqual([1, 2]);
    expect(hullInterval([1, 2], null)).toEqual([1, 2]);
    expect(hullInterval(null, null)).toBeNull();
  });
});

describe('isolateInterval at other levels', () => {
  const effects = fc.array(fc.double({ min: -2, max: 3, noNaN: true }), { minLength: 2, maxLength: 12 });

  it('has the published quantile', () => {
    // t of 4 degrees of freedom and 99 %: 4.6041; sd of 1..5 is sqrt(2.5).
    const [low, high] = isolateInterval([1, 2, 3, 4, 5], 0.99) ?? [0, 0];
    expect((high - low) / 2).toBeCloseTo(4.6041 * Math.sqrt(0.5), 3);
  });

  it('leaves out 0 exactly where p is below 1 - level', () => {
    fc.assert(
      fc.property(effects, fc.double({ min: 0.6, max: 0.999, noNaN: true }), (own, level) => {
        const { p } = clusterT(own);
        if (p === null || Math.abs(p - (1 - level)) < 1e-6) return;
        const [low, high] = isolateInterval(own, level) ?? [0, 0];
        expect(low > 0 || high < 0).toBe(p < 1 - level);
      }),
    );
  });
});
