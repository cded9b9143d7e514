import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelOfLook, sequentialP, shareOfLook } from '../../../src/analysis/comparisons/alpha-spending.ts';

/** Growing numbers of replicates. */
const growing = fc
  .uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 })
  .map((looks) => looks.toSorted((a, b) => a - b));

describe('the share of the error rate', () => {
  // The third power of the information: 1/512, 7/512, 56/512 and 448/512.
  it.each([
    [1, 1 / 512],
    [2, 7 / 512],
    [4, 56 / 512],
    [8, 448 / 512],
  ])('of a look after %d of 8 replicates is %d', (replicates, share) => {
    expect(shareOfLook([1, 2, 4, 8], replicates, false)).toBeCloseTo(share, 12);
  });

  it('of all looks together is all of it', () => {
    fc.assert(
      fc.property(growing, (looks) => {
        const shares = looks.map((look) => shareOfLook(looks, look, false));
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        for (const share of shares) expect(share).toBeGreaterThan(0);
      }),
    );
  });

  it('of the end is what the looks before it have left, whenever that is', () => {
    fc.assert(
      fc.property(growing, fc.integer({ min: 1, max: 50 }), (looks, replicates) => {
        const before = looks.filter((look) => look < replicates && look < Math.max(...looks));
        const used = before.reduce((sum, look) => sum + shareOfLook(looks, look, false), 0);
        expect(shareOfLook(looks, replicates, true)).toBeCloseTo(1 - used, 9);
      }),
    );
  });

  it('of a number of replicates that is no look is that of the end', () => {
    expect(shareOfLook([1, 2, 4, 8], 5, false)).toBe(shareOfLook([1, 2, 4, 8], 5, true));
    expect(shareOfLook([1, 2, 4, 8], 5, false)).toBeCloseTo(448 / 512, 12);
    expect(shareOfLook([4], 0, false)).toBe(1);
  });

  it('is refused without looks, and for looks that go back', () => {
    expect(() => shareOfLook([], 1, false)).toThrow('at least one look');
    expect(() => shareOfLook([2, 1], 1, false)).toThrow(RangeError);
    expect(() => shareOfLook([0, 1], 1, false)).toThrow(RangeError);
  });
});

it('gives a p value of alpha exactly where a look may claim a difference', () => {
  const share = shareOfLook([1, 2, 4, 8], 4, false);
  expect(sequentialP(1 - levelOfLook(share, 0.05), share)).toBeCloseTo(0.05, 12);
});

it('leaves the p value of a single look as it is, and none above 1', () => {
  expect(sequentialP(0.03, shareOfLook([4], 4, false))).toBe(0.03);
  expect(sequentialP(0.5, shareOfLook([1, 8], 1, false))).toBe(1);
  expect(() => sequentialP(1.2, 1)).toThrow(RangeError);
});
