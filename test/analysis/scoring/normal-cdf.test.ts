import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf } from '../../../src/analysis/scoring/normal-cdf.ts';

describe('normalCdf', () => {
  // Quantiles and tails as in Wichura, Algorithm AS 241, 1988, and Abramowitz & Stegun, table 26.1
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [2, 0.977249868051821],
    [3, 0.99865010196837],
    [1.2815515655446004, 0.9],
    [1.959963984540054, 0.975],
    [-0.6744897501960817, 0.25],
    [-3.090232306167813, 0.001],
  ])('at %d is %d', (x, expected) => {
    expect(Math.abs(normalCdf(x) - expected)).toBeLessThan(1e-14);
  });

  it('has the density as its slope', () => {
    fc.assert(
      fc.property(fc.double({ min: -6, max: 6, noNaN: true }), (x) => {
        const slope = (normalCdf(x + 1e-4) - normalCdf(x - 1e-4)) / 2e-4;
        expect(Math.abs(slope - Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI))).toBeLessThan(1e-8);
      }),
    );
  });

  it('is symmetric and stays between 0 and 1', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (x) => {
        expect(normalCdf(x) + normalCdf(-x)).toBeCloseTo(1, 14);
        expect(normalCdf(x)).toBeGreaterThanOrEqual(0);
        expect(normalCdf(x)).toBeLessThanOrEqual(1);
      }),
    );
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
  });
});
