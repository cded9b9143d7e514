import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogramOf } from '../../../src/analysis/comparison/histogram.ts';

const times = fc.array(fc.double({ min: 1e-6, max: 1e4, noNaN: true }), { maxLength: 60 });

describe('a histogram', () => {
  it('counts every time once, on one scale', () => {
    fc.assert(
      fc.property(times, times, (a, b) => {
        const histogram = histogramOf([a, b]);
        expect(histogram === null).toBe(a.length + b.length === 0);
        if (!histogram) return;
        const sums = histogram.counts.map((counts) => counts.reduce((sum, count) => sum + count, 0));
        expect(sums).toEqual([a.length, b.length]);
        expect(histogram.from_ms).toBeLessThan(histogram.to_ms);
      }),
    );
  });

  it('looks alike at any scale: bins are equally wide in the logarithm', () => {
    const group = [1, 2, 4, 8, 16];
    const small = histogramOf([group]);
    const large = histogramOf([group.map((ms) => ms * 1000)]);
    expect(large?.counts).toEqual(small?.counts);
  });

  it('gathers one long pause in the last bin instead of squeezing the rest', () => {
    const steady = Array.from({ length: 200 }, (_, i) => 1 + i / 1000);
    const histogram = histogramOf([[...steady, 500]]);
    expect(histogram?.to_ms).toBeLessThan(2);
    expect(histogram?.counts[0]?.filter((count) => count > 0).length).toBeGreaterThan(20);
  });

  it('puts equal times in the middle', () => {
    const histogram = histogramOf([[5, 5, 5]]);
    expect(histogram?.counts[0]?.indexOf(3)).toBe(16);
  });

  it('leaves out what is no time', () => {
    expect(histogramOf([[0, -1]])).toBeNull();
  });
});
