import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import outliers from '../../../src/analysis/statistics/outliers.ts';
import { duration, powerOfTwo } from '../arbitraries.ts';

const of = (samples: readonly number[]) => outliers.compute({ groups: [samples], seed: 1 }).outliers;

describe('outliers', () => {
  it('lie beyond 1.5 interquartile ranges from the quartiles', () => {
    const with10th = (last: number) => of([1, 2, 3, 4, 5, 6, 7, 8, 9, last]);
    // p25 = 3.25, p75 = 7.75, upper fence 14.5
    expect(with10th(14.5)).toBe(0);
    expect(with10th(14.6)).toBe(1);
  });

  it('are found on both sides', () => {
    expect(of([-1000, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1000])).toBe(2);
  });

  it('are null for fewer than four samples', () => {
    expect(of([1, 2, 1000])).toBeNull();
    expect(of([1, 2, 3, 4])).toBe(0);
  });

  it('are less than half of the samples and the same in every unit', () => {
    fc.assert(
      fc.property(fc.array(duration, { minLength: 4 }), powerOfTwo, (samples, factor) => {
        const found = of(samples);
        expect(found).toBeLessThanOrEqual(samples.length / 2);
        expect(of(samples.map((x) => x * factor))).toBe(found);
      }),
    );
  });
});
