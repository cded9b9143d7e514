import { describe, expect, it } from 'vitest';
import { cornersOf, squaredDistance } from '../../../src/reference/digits/pen.ts';

const FAR = Number.POSITIVE_INFINITY;

describe('cornersOf', () => {
  const path = [
    [0, 0],
    [0.5, 1],
    [1, 0],
  ] as const;

  it('are the points themselves where lines are straight', () => {
    expect(cornersOf({ curved: false, path })).toEqual(Float64Array.of(0, 0, 0.5, 1, 1, 0));
  });

  it('pass through every point of a curve, and bulge beyond the chord between them', () => {
    const corners = cornersOf({ curved: true, path });
    expect([corners[0], corners[1]]).toEqual([0, 0]);
    expect([corners[6], corners[7]]).toEqual([0.5, 1]);
    expect([corners.at(-2), corners.at(-1)]).toEqual([1, 0]);
    expect(corners[5]).toBeGreaterThan(2 / 3);
  });
});

describe('squaredDistance', () => {
  const line = Float64Array.of(0, 0, 4, 0);

  it.each([
    ['beside', 1, 3, 9],
    ['before its beginning', -3, 4, 25],
    ['behind its end', 7, -4, 25],
    ['on it', 2, 0, 0],
  ])('from a point %s', (_, x, y, expected) => {
    expect(squaredDistance(line, x, y, FAR)).toBe(expected);
  });

  it('keeps what was nearer before', () => {
    expect(squaredDistance(line, 1, 3, 2)).toBe(2);
  });

  it('copes with a piece of no length', () => {
    expect(squaredDistance(Float64Array.of(1, 1, 1, 1), 1, 3, FAR)).toBe(4);
  });
});
