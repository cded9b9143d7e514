import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytes,
  digits,
  duration,
  energy,
  percent,
  percentage,
  thousands,
  times,
} from '../../src/reporters/_figures.ts';

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

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [9640, '9.64 kB'],
    [12_400_000, '12.4 MB'],
    [2e15, '2000 TB'],
  ])('writes %d bytes as %s', (count, text) => {
    expect(bytes(count)).toBe(text);
  });

  it('writes energies, accuracies and rates', () => {
    expect([12.3, 0.0123, 0.0000123].map(energy)).toEqual(['12.3 J', '12.3 mJ', '12.3 µJ']);
    expect([0.945, 1, 0.0004].map(percentage)).toEqual(['94.5 %', '100.0 %', '0.0 %']);
    expect([22.14, 9100, 1_234_567].map(thousands)).toEqual(['22.1', '9,100', '1,234,567']);
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
