import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fairCoinsCdf, signInterval, signTest } from '../../../src/analysis/comparisons/sign-test.ts';
import { seededRandom } from '../../../src/analysis/random.ts';

const difference = fc.double({ min: -5, max: 5, noNaN: true });
const withoutZero = difference.filter((x) => x !== 0);

/** Share of all 2^n outcomes of n coins that have at most `most` heads, by looking at each. */
function enumerate(n: number, most: number): number {
  let hits = 0;
  for (let outcome = 0; outcome < 2 ** n; outcome++) {
    const heads = [...outcome.toString(2)].filter((bit) => bit === '1').length;
    if (heads <= most) hits++;
  }
  return hits / 2 ** n;
}

/** The same by exact binomial coefficients. */
function exactTail(n: number, most: number): number {
  let [coefficient, sum] = [1n, 0n];
  for (let k = 0; k <= most; k++) {
    sum += coefficient;
    coefficient = (coefficient * BigInt(n - k)) / BigInt(k + 1);
  }
  // 2^-n by shifting: 60 significant bits are left in the quotient.
  const bits = sum.toString(2).length;
  const shift = Math.max(0, bits - 60);
  return Number(sum >> BigInt(shift)) * 2 ** (shift - n);
}

describe('signTest', () => {
  it('equals the enumeration of all outcomes', () => {
    for (let n = 1; n <= 12; n++) {
      for (let above = 0; above <= n; above++) {
        const values = Array.from({ length: n }, (_, k) => (k < above ? 1 : -1));
        const expected = Math.min(1, 2 * enumerate(n, Math.min(above, n - above)));
        expect(signTest(values)).toBeCloseTo(expected, 14);
      }
    }
  });

  it('stays exact for many values and deep tails', () => {
    for (const [n, k] of [
      [100, 30],
      [999, 400],
      [1000, 500],
      [1500, 600],
      [1001, 3],
    ] as const) {
      const expected = exactTail(n, k);
      expect(Math.abs(Number(fairCoinsCdf(n)[k]) / expected - 1)).toBeLessThan(1e-11);
    }
  });

  it('does not overflow for a hundred thousand values', () => {
    const cdf = fairCoinsCdf(100_001);
    expect(cdf[50_000]).toBeCloseTo(0.5, 10);
    expect(cdf[100_001]).toBe(1);
  });

  it('is the same when the sides are exchanged, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(difference), (values) => {
        expect(signTest(values.map((x) => -x).reverse())).toBe(signTest(values));
      }),
    );
  });

  it('drops values that are 0', () => {
    expect(signTest([0, 1, 1, 1, 0, 1, 1, 1])).toBe(2 / 2 ** 6);
    expect(signTest([0, 0])).toBe(1);
    expect(signTest([])).toBeNull();
  });
});

describe('signInterval', () => {
  it('is null below six values and their range with six', () => {
    expect(signInterval([1, 2, 3, 4, 5])).toBeNull();
    expect(signInterval([])).toBeNull();
    expect(signInterval([6, 2, 3, 4, 5, 1])).toEqual([1, 6]);
  });

  it('has the largest rank whose tail is at most 2.5 %', () => {
    const upTo = (n: number) => Array.from({ length: n }, (_, k) => k + 1);
    // P[X <= c - 1] is 1.95, 1.93, 2.07 and 2.16 % for these, and 8.98, 7.30, 5.77 and 5.39 % one rank further in.
    expect(signInterval(upTo(9))).toEqual([2, 8]);
    expect(signInterval(upTo(12))).toEqual([3, 10]);
    expect(signInterval(upTo(20))).toEqual([6, 15]);
    expect(signInterval(upTo(25))).toEqual([8, 18]);
  });

  it('leaves out a value exactly where the test rejects it', () => {
    fc.assert(
      fc.property(fc.array(withoutZero, { minLength: 6, maxLength: 60 }), (values) => {
        const [low, high] = signInterval(values) ?? [Number.NaN, Number.NaN];
        expect(low > 0 || high < 0).toBe(Number(signTest(values)) <= 0.05);
      }),
      { numRuns: 300 },
    );
  });

  it('follows a monotone transformation', () => {
    fc.assert(
      fc.property(fc.array(difference, { minLength: 6, maxLength: 40 }), (values) => {
        const [low, high] = signInterval(values) ?? [Number.NaN, Number.NaN];
        expect(signInterval(values.map(Math.exp))).toEqual([Math.exp(low), Math.exp(high)]);
      }),
    );
  });

  it('holds the true median of a skewed distribution in at least 95 % of simulated cases', () => {
    const random = seededRandom(20);
    const runs = 2000;
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const [low, high] = signInterval(Array.from({ length: 30 }, () => -Math.log(1 - random.next()))) ?? [
        0, 0,
      ];
      if (low <= Math.LN2 && Math.LN2 <= high) held++;
    }
    // Exactly 95.7 % for n = 30; three standard errors are 1.4 points.
    expect(held / runs).toBeGreaterThan(0.943);
    expect(held / runs).toBeLessThan(0.971);
  });
});

describe('signInterval at other levels', () => {
  const value = fc.double({ min: -5, max: 5, noNaN: true }).filter((x) => x !== 0);
  const level = fc.double({ min: 0.5, max: 0.9999, noNaN: true });

  it('leaves out 0 exactly where the test rejects it at that level', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), level, (values, confidence) => {
        const interval = signInterval(values, confidence);
        const excludes = interval !== null && (interval[0] > 0 || interval[1] < 0);
        expect(excludes).toBe(Number(signTest(values)) <= 1 - confidence);
      }),
      { numRuns: 300 },
    );
  });

  it('widens with the level, until there is none', () => {
    const values = Array.from({ length: 8 }, (_, k) => k + 1);
    expect(signInterval(values, 0.9)).toEqual([2, 7]);
    expect(signInterval(values, 0.99)).toEqual([1, 8]);
    expect(signInterval(values, 0.995)).toBeNull();
  });

  it.each([0, 1, 95])('refuses the level %d', (bad) => {
    expect(() => signInterval([1], bad)).toThrow(RangeError);
  });
});
