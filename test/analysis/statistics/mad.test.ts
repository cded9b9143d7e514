import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import mad from '../../../src/analysis/statistics/mad.ts';
import { duration, powerOfTwo } from '../arbitraries.ts';

const of = (samples: readonly number[]) => mad.compute({ groups: [samples], seed: 1 }).mad;

describe('median absolute deviation', () => {
  it('is not scaled to a standard deviation', () => {
    expect(of([1, 1, 2, 2, 4, 6, 9])).toBe(1);
  });

  it('is null for fewer than two samples', () => {
    expect(of([])).toBeNull();
    expect(of([5])).toBeNull();
    expect(of([5, 5])).toBe(0);
  });

  it('has half of the samples within it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2 }), (samples) => {
        const sorted = samples.toSorted((a, b) => a - b);
        const n = sorted.length;
        const middle = (Number(sorted[Math.floor((n - 1) / 2)]) + Number(sorted[Math.floor(n / 2)])) / 2;
        const within = samples.filter((x) => Math.abs(x - middle) <= Number(of(samples))).length;
        expect(within).toBeGreaterThanOrEqual(n / 2);
      }),
    );
  });

  it('scales with the unit and ignores a shift', () => {
    fc.assert(
      fc.property(fc.array(duration, { minLength: 2 }), powerOfTwo, (samples, factor) => {
        expect(of(samples.map((x) => x * factor))).toBe(Number(of(samples)) * factor);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 2 }), fc.nat(10_000), (samples, shift) => {
        expect(of(samples.map((x) => x + shift))).toBe(of(samples));
      }),
    );
  });
});
