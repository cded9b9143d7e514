import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studentCritical } from '../../../src/analysis/comparisons/student-t.ts';

describe('studentCritical', () => {
  // Abramowitz & Stegun, table 26.10; NIST/SEMATECH e-Handbook, section 1.3.6.7.2
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [7, 2.365],
    [10, 2.228],
    [29, 2.045],
    [30, 2.042],
    [100, 1.984],
  ])('is the table value for %i degrees of freedom at 95 %%', (df, expected) => {
    expect(Math.abs(studentCritical(df) - expected)).toBeLessThan(0.0005001);
  });

  it.each([
    [1, 0.9, 6.314],
    [3, 0.9, 2.353],
    [7, 0.9, 1.895],
    [1, 0.998, 318.309],
    [4, 0.99, 4.604],
  ])('is the table value for %i degrees of freedom at level %d', (df, level, expected) => {
    expect(Math.abs(studentCritical(df, level) - expected)).toBeLessThan(0.0005001);
  });

  it('has the closed forms of one and two degrees of freedom', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), (level) => {
        expect(studentCritical(1, level)).toBeCloseTo(Math.tan((Math.PI * level) / 2), 9);
        expect(studentCritical(2, level)).toBeCloseTo(level * Math.sqrt(2 / (1 - level * level)), 9);
      }),
    );
  });

  it('falls towards the normal 1.96', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (df) => {
        expect(studentCritical(df + 1)).toBeLessThan(studentCritical(df));
        expect(studentCritical(df)).toBeGreaterThan(1.95996);
      }),
    );
    expect(studentCritical(20_000)).toBeCloseTo(1.96, 3);
  });

  it.each([
    [0, 0.95],
    [1.5, 0.95],
    [3, 0],
    [3, 1],
    [3, Number.NaN],
  ])('refuses df %d at level %d', (df, level) => {
    expect(() => studentCritical(df, level)).toThrow(RangeError);
  });
});
