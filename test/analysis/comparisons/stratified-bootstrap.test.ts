import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellVariance,
  criticalValue,
  effectiveDf,
  expandedInterval,
  resampledSums,
} from '../../../src/analysis/comparisons/stratified-bootstrap.ts';
import { seededRandom } from '../../../src/analysis/random.ts';

const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 12 });
const spreadOf = (sums: Float64Array, rows: number) => {
  const means = [...sums].map((sum) => sum / (rows - 1));
  return cellVariance(means)?.variance ?? Number.NaN;
};

describe('resampledSums', () => {
  it.each([2, 3, 8])('gives the mean of %d rows the variance s²/n', (rows) => {
    const column = Float64Array.from({ length: rows }, (_, i) => i ** 2);
    const none = new Float64Array(rows);
    const count = 40_000;
    const [sums] = resampledSums([column, none, none, none], count, seededRandom(2));
    const expected = cellVariance([...column])?.variance ?? Number.NaN;
    expect((spreadOf(sums, rows) * count) / expected).toBeCloseTo(1, 1);
  });

  it('keeps the values of a row together', () => {
    const column = Float64Array.from([1, 5, 9, 2]);
    const none = new Float64Array(4);
    const [a, b] = resampledSums([column, column.map((x) => 3 * x), none, none], 50, seededRandom(2));
    expect([...b]).toEqual([...a].map((x) => 3 * x));
  });

  it('refuses a single row, which has no spread', () => {
    const one = new Float64Array(1);
    expect(() => resampledSums([one, one, one, one], 5, seededRandom(1))).toThrow(RangeError);
  });
});

describe('expandedInterval', () => {
  it('holds the estimate, whatever it is', () => {
    fc.assert(
      fc.property(
        values,
        fc.double({ min: -200, max: 200, noNaN: true }),
        fc.nat(50),
        (all, estimate, df) => {
          const [low, high] = expandedInterval(Float64Array.from(all), estimate, df + 1) ?? [1, 0];
          expect(low <= estimate && estimate <= high).toBe(true);
        },
      ),
    );
  });

  it('is wider for fewer degrees of freedom, and the plain percentile interval for many', () => {
    const draws = Float64Array.from({ length: 10_001 }, (_, i) => (i - 5000) / 5000);
    const width = (df: number) => {
      const [low, high] = expandedInterval(draws, 0, df) ?? [0, 0];
      return high - low;
    };
    expect(width(4)).toBeGreaterThan(width(10));
    expect(width(10)).toBeGreaterThan(width(Number.POSITIVE_INFINITY));
    expect(width(Number.POSITIVE_INFINITY)).toBeCloseTo(1.9, 3);
  });

  it('is null where a bound is infinite', () => {
    expect(expandedInterval(Float64Array.from([1, 2, Number.POSITIVE_INFINITY]), 1, 3)).toBeNull();
  });
});

describe('degrees of freedom', () => {
  it('are those of the only cell that varies', () => {
    expect(
      effectiveDf([
        { variance: 2, df: 3 },
        { variance: 0, df: 7 },
      ]),
    ).toBe(3);
  });

  it('add up where all cells vary alike', () => {
    expect(effectiveDf([1, 1, 1].map((variance) => ({ variance, df: 2 })))).toBe(6);
  });

  it('are infinite without spread, with the normal critical value', () => {
    expect(effectiveDf([{ variance: 0, df: 2 }])).toBe(Number.POSITIVE_INFINITY);
    expect(criticalValue(Number.POSITIVE_INFINITY)).toBeCloseTo(1.96, 2);
    expect(criticalValue(4)).toBeCloseTo(2.776, 3);
  });

  it('need two values in a cell', () => {
    expect(cellVariance([1])).toBeNull();
    expect(cellVariance([1, 3])).toEqual({ variance: 1, df: 1 });
    expect(cellVariance([0.1, 0.1, 0.1])?.variance).toBe(0);
  });
});
