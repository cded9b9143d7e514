import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchedDifferenceInterval, mcNemar } from '../../../src/analysis/comparisons/mcnemar.ts';

/** Share of all outcomes of fair coins that are at most as likely as this one, by looking at each. */
function enumerate(first: number, second: number): number {
  const n = first + second;
  let hits = 0;
  for (let outcome = 0; outcome < 2 ** n; outcome++) {
    const heads = [...outcome.toString(2)].filter((bit) => bit === '1').length;
    if (Math.min(heads, n - heads) <= Math.min(first, second)) hits++;
  }
  return hits / 2 ** n;
}

const count = fc.integer({ min: 0, max: 300 });

describe('mcNemar', () => {
  it('of 1 against 9 is 0.0215', () => {
    expect(mcNemar(1, 9)).toBeCloseTo(0.0215, 4);
  });

  it('equals the enumeration of all outcomes', () => {
    for (let first = 0; first <= 6; first++) {
      for (let second = 0; second <= 6; second++) {
        expect(mcNemar(first, second)).toBeCloseTo(enumerate(first, second), 12);
      }
    }
  });

  it('is 1 where both are right equally often, whether they differ or not', () => {
    fc.assert(
      fc.property(count, (each) => {
        expect(mcNemar(each, each)).toBe(1);
      }),
    );
  });

  it('does not care which model is the first, and is a probability', () => {
    fc.assert(
      fc.property(count, count, (first, second) => {
        expect(mcNemar(first, second)).toBe(mcNemar(second, first));
        expect(mcNemar(first, second)).toBeLessThanOrEqual(1);
        expect(mcNemar(first, second)).toBeGreaterThan(0);
      }),
    );
  });
});

describe('matchedDifferenceInterval', () => {
  const cases = fc.record({ first: count, second: count, same: fc.integer({ min: 1, max: 5000 }) });
  const bounds = (first: number, second: number, total: number) =>
    matchedDifferenceInterval(first, second, total) ?? [Number.NaN, Number.NaN];

  it('holds the difference, stays within -1..1 and has a width', () => {
    fc.assert(
      fc.property(cases, ({ first, second, same }) => {
        const total = first + second + same;
        const [low, high] = bounds(first, second, total);
        expect(low).toBeLessThanOrEqual((first - second) / total);
        expect(high).toBeGreaterThanOrEqual((first - second) / total);
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(high).toBeLessThanOrEqual(1);
        expect(high).toBeGreaterThan(low);
      }),
    );
  });

  it('turns its sign when the models change places', () => {
    fc.assert(
      fc.property(cases, ({ first, second, same }) => {
        const total = first + second + same;
        const [low, high] = bounds(first, second, total);
        const [mirroredLow, mirroredHigh] = bounds(second, first, total);
        expect(mirroredLow).toBeCloseTo(-high, 12);
        expect(mirroredHigh).toBeCloseTo(-low, 12);
      }),
    );
  });

  it('is Wald’s with half a case more in each cell', () => {
    // d = 20 / 102, se = sqrt(31 - 400 / 102) / 102
    const [low, high] = bounds(25, 5, 100);
    expect(low).toBeCloseTo(20 / 102 - (1.959964 * Math.sqrt(31 - 400 / 102)) / 102, 6);
    expect(high).toBeCloseTo(20 / 102 + (1.959964 * Math.sqrt(31 - 400 / 102)) / 102, 6);
  });

  it('is null without cases', () => {
    expect(matchedDifferenceInterval(0, 0, 0)).toBeNull();
  });
});
