import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../../src/analysis/comparisons/wilson.ts';

const proportion = fc
  .integer({ min: 1, max: 5000 })
  .chain((total) => fc.record({ total: fc.constant(total), right: fc.integer({ min: 0, max: total }) }));
const bounds = (right: number, total: number) => wilsonInterval(right, total) ?? [Number.NaN, Number.NaN];

describe('wilsonInterval', () => {
  it.each([
    [8, 10, 0.4902, 0.9433],
    [0, 10, 0, 0.2775],
    [945, 1000, 0.9291, 0.9575],
  ])('of %d out of %d is [%d, %d]', (right, total, low, high) => {
    expect(bounds(right, total)[0]).toBeCloseTo(low, 4);
    expect(bounds(right, total)[1]).toBeCloseTo(high, 4);
  });

  it('stays within 0..1, holds the share and has a width', () => {
    fc.assert(
      fc.property(proportion, ({ right, total }) => {
        const [low, high] = bounds(right, total);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(right / total);
        expect(high).toBeGreaterThanOrEqual(right / total);
        expect(high).toBeLessThanOrEqual(1);
        expect(high - low).toBeGreaterThan(0);
      }),
    );
  });

  it('mirrors when right and wrong change places', () => {
    fc.assert(
      fc.property(proportion, ({ right, total }) => {
        const [low, high] = bounds(right, total);
        const [mirroredLow, mirroredHigh] = bounds(total - right, total);
        expect(mirroredLow).toBeCloseTo(1 - high, 12);
        expect(mirroredHigh).toBeCloseTo(1 - low, 12);
      }),
    );
  });

  it('ends where the score test says so: |p - bound| is z standard errors of the bound', () => {
    fc.assert(
      fc.property(proportion, ({ right, total }) => {
        for (const bound of bounds(right, total)) {
          if (bound === 0 || bound === 1) continue;
          const z = Math.abs(right / total - bound) / Math.sqrt((bound * (1 - bound)) / total);
          expect(z).toBeCloseTo(1.959964, 5);
        }
      }),
    );
  });

  it('is null for nothing, and refuses what is no proportion', () => {
    expect(wilsonInterval(0, 0)).toBeNull();
    for (const [right, total] of [
      [2, 1],
      [-1, 1],
      [0.5, 1],
    ] as const)
      expect(() => wilsonInterval(right, total)).toThrow(RangeError);
  });
});
