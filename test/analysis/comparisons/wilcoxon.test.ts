import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coinSumCdf, doubledRanks } from '../../../src/analysis/comparisons/signed-ranks.ts';
import { signedRankTest } from '../../../src/analysis/comparisons/wilcoxon.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { normal } from './simulated-noise.ts';

/** Few different values, so that ties and zeros are common. */
const coarse = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 10 });

/** Pratt's p value by looking at all 2^m ways to sign the ranks of what is not 0. */
function enumerate(values: readonly number[]): number {
  const rank = (x: number) => {
    const below = values.filter((y) => Math.abs(y) < Math.abs(x)).length;
    const equal = values.filter((y) => Math.abs(y) === Math.abs(x)).length;
    return below + (equal + 1) / 2;
  };
  const signed = values.filter((x) => x !== 0);
  const ranks = signed.map(rank);
  const total = ranks.reduce((sum, each) => sum + each, 0);
  const positive = signed.reduce((sum, x, k) => sum + (x > 0 ? (ranks[k] ?? 0) : 0), 0);
  const extreme = Math.min(positive, total - positive);
  let hits = 0;
  for (let outcome = 0; outcome < 2 ** signed.length; outcome++) {
    const sum = ranks.reduce((own, each, k) => own + (outcome & (1 << k) ? each : 0), 0);
    if (sum <= extreme) hits++;
  }
  return Math.min(1, (2 * hits) / 2 ** signed.length);
}

describe('signedRankTest', () => {
  it('equals the enumeration of all signs, with ties and zeros', () => {
    fc.assert(
      fc.property(coarse, (values) => {
        expect(signedRankTest(values)).toBeCloseTo(enumerate(values), 12);
      }),
      { numRuns: 300 },
    );
  });

  it('gives the p value of a textbook', () => {
    // Hollander & Wolfe 1999, example 3.1 (Hamilton depression scale): T+ = 5, two-sided p = 0.0391.
    const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
    const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
    expect(signedRankTest(after.map((y, k) => y - (before[k] ?? 0)))).toBeCloseTo(0.0390625, 10);
  });

  it('goes over to the normal approximation without a jump', () => {
    const random = seededRandom(3);
    for (const shift of [0.1, 0.3, 0.5]) {
      const values = Array.from({ length: 60 }, () => shift + normal(random));
      const ranked = doubledRanks(values);
      const [above, below] = [1, -1].map((side) =>
        ranked.reduce((sum, { value, doubledRank }) => sum + (value * side > 0 ? doubledRank : 0), 0),
      ) as [number, number];
      const exact =
        2 * Number(coinSumCdf(ranked.map(({ doubledRank }) => doubledRank))[Math.min(above, below)]);
      expect(Math.abs(Number(signedRankTest(values)) - exact)).toBeLessThan(0.2 * exact + 1e-4);
    }
  });

  it('is the same when the sides are exchanged, whatever the order', () => {
    fc.assert(
      fc.property(coarse, (values) => {
        expect(signedRankTest(values.map((x) => -x).reverse())).toBe(signedRankTest(values));
      }),
    );
  });

  it('gives zeros a rank and no sign', () => {
    expect(signedRankTest([0, 0, 1, 2, 3, 4, 5, 6, 7, 8])).toBeCloseTo(2 / 2 ** 8, 12);
    // Ranks 4 and 5 of 5 for the others: 4 or less in two of four cases on either side.
    expect(signedRankTest([0, 0, 0, -1, 2])).toBe(1);
    expect(signedRankTest([0, 0, 0])).toBe(1);
    expect(signedRankTest([])).toBeNull();
  });

  it.each([12, 20, 80])('holds its level with %d heavy-tailed differences', (n) => {
    const random = seededRandom(7);
    const runs = 2000;
    let hits = 0;
    for (let run = 0; run < runs; run++) {
      const values = Array.from({ length: n }, () => normal(random) / (0.05 + random.next()));
      if (Number(signedRankTest(values)) <= 0.05) hits++;
    }
    expect(hits / runs).toBeLessThan(0.065);
    expect(hits / runs).toBeGreaterThan(0.03);
  });

  it('refuses what has no rank', () => {
    expect(() => signedRankTest([1, Number.NaN])).toThrow(RangeError);
  });
});

it('counts sums of coins exactly', () => {
  // 1 and 2: 0, 1, 2 or 3, each in a quarter of all cases.
  expect([...coinSumCdf([1, 2])]).toEqual([0.25, 0.5, 0.75, 1]);
  expect([...coinSumCdf([])]).toEqual([1]);
  const fifty = coinSumCdf(Array.from({ length: 50 }, (_, k) => k + 1));
  expect(fifty[0]).toBe(2 ** -50);
  expect(fifty[1275]).toBeCloseTo(1, 12);
});
