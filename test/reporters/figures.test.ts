import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digits, duration, percent, times } from '../../src/reporters/_figures.ts';

describe('figures', () => {
  it.each([
    [2300, '2.30s'],
    [14.34, '14.3ms'],
    [0.5, '0.500ms'],
    [0.0123, '12.3µs'],
    [0.00045, '450ns'],
    [0, '0ns'],
  ])('writes %d milliseconds as %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('writes ratios and shares', () => {
    expect([times(6.1), percent(0.153), percent(1)]).toEqual(['6.10×', '15 %', '100 %']);
  });

  it('keeps three significant digits of any number and never an exponent', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-15, max: 1e15, noNaN: true }), (value) => {
        const text = digits(value);
        expect(text).toMatch(/^\d+(\.\d+)?$/);
        expect(Math.abs(Number(text) / value - 1)).toBeLessThanOrEqual(0.0051);
      }),
    );
  });
});
