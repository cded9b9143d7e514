import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logNormalInterval, logNormalScore } from '../../../src/analysis/scoring/log-normal.ts';

const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
const points = fc
  .tuple(positive, fc.double({ min: 1.05, max: 100, noNaN: true }))
  .map(([p90, factor]) => ({ p90, p50: p90 * factor }));

describe('logNormalScore', () => {
  it('is 90 and 50 at its control points', () => {
    fc.assert(
      fc.property(points, (curve) => {
        expect(logNormalScore(curve.p90, curve)).toBeCloseTo(90, 9);
        expect(logNormalScore(curve.p50, curve)).toBe(50);
      }),
    );
  });

  it('mirrors around the 50 points on a logarithmic axis', () => {
    fc.assert(
      fc.property(points, ({ p90, p50 }) => {
        expect(logNormalScore((p50 * p50) / p90, { p90, p50 })).toBeCloseTo(10, 9);
      }),
    );
  });

  it('never rises with the ratio, and falls where it counts', () => {
    fc.assert(
      fc.property(
        points,
        positive,
        fc.double({ min: 1.001, max: 10, noNaN: true }),
        (curve, ratio, slower) => {
          expect(logNormalScore(ratio * slower, curve)).toBeLessThanOrEqual(
            logNormalScore(ratio, curve) + 1e-11,
          );
        },
      ),
    );
    const curve = { p90: 1, p50: 4 };
    const scores = [0.5, 1, 2, 4, 8, 16].map((ratio) => logNormalScore(ratio, curve));
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(new Set(scores).size).toBe(6);
  });

  it('tends to 100 and 0', () => {
    const curve = { p90: 1, p50: 4 };
    expect(logNormalScore(0, curve)).toBe(100);
    expect(logNormalScore(1e-9, curve)).toBe(100);
    expect(logNormalScore(Number.POSITIVE_INFINITY, curve)).toBe(0);
  });

  it.each([
    [-1, 1, 2],
    [Number.NaN, 1, 2],
    [1, 2, 2],
    [1, 3, 2],
    [1, 0, 2],
    [1, 1, Number.POSITIVE_INFINITY],
  ])('refuses the ratio %d with the points %d and %d', (ratio, p90, p50) => {
    expect(() => logNormalScore(ratio, { p90, p50 })).toThrow(RangeError);
  });
});

describe('logNormalInterval', () => {
  it('has the lower score first', () => {
    expect(logNormalInterval([1, 4], { p90: 1, p50: 4 })).toEqual([
      50,
      logNormalScore(1, { p90: 1, p50: 4 }),
    ]);
    expect(logNormalInterval(null, { p90: 1, p50: 4 })).toBeNull();
  });
});
