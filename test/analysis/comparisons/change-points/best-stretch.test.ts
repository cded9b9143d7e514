import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bestStretch } from '../../../../src/analysis/comparisons/change-points/best-stretch.ts';

const values = fc.array(
  fc.integer({ min: -5000, max: 5000 }).map((thousandths) => thousandths / 1000),
  { minLength: 6, maxLength: 30 },
);
const wiggle = (n: number) => Array.from({ length: n }, (_, t) => 0.01 * ((t * 7) % 5));

it.each([
  [20, 10, 20],
  [20, 17, 20],
  [20, 0, 3],
  [30, 10, 20],
  [9, 3, 6],
])('finds in %d runs those from %d to %d that are higher', (n, first, end) => {
  const found = bestStretch(wiggle(n).map((value, t) => value + (t >= first && t < end ? 1 : 0)));
  // The rest of a series stands out as much as what begins it.
  const rest = first === 0 ? { first: end, end: n } : { first: 0, end: first };
  const isEdge = first === 0 || end === n;
  const candidates = isEdge ? [{ first, end }, rest] : [{ first, end }];
  expect(candidates).toContainEqual({ first: found.first, end: found.end });
});

it('prefers one step to two, unless the second one is worth it', () => {
  const withDip = (dip: number) =>
    bestStretch(wiggle(20).map((value, t) => value + (t >= 10 ? 0.1 : 0) - (t >= 17 ? dip : 0)));
  expect(withDip(0.06)).toMatchObject({ first: 0, end: 10 });
  expect(withDip(0.1)).toMatchObject({ first: 10, end: 17 });
});

it('leaves at least three runs on each side of each end', () => {
  fc.assert(
    fc.property(values, (own) => {
      const { first, end } = bestStretch(own);
      if (end === 0) return;
      for (const cut of [first, end]) {
        if (cut === 0 || cut === own.length) continue;
        expect(cut).toBeGreaterThanOrEqual(3);
        expect(cut).toBeLessThanOrEqual(own.length - 3);
      }
      expect(end - first).toBeGreaterThanOrEqual(3);
      expect(end - first).toBeLessThan(own.length);
    }),
  );
});

it('does not depend on the unit', () => {
  fc.assert(
    fc.property(values, (own) => {
      const found = bestStretch(own);
      const scaled = bestStretch(own.map((value) => 1024 * value));
      if (found.end > 0) expect(scaled.score).toBeCloseTo(found.score, 6);
    }),
  );
});

it('finds nothing in fewer than six runs or in equal ones', () => {
  expect(bestStretch([0, 0, 1, 1, 1]).score).toBe(Number.NEGATIVE_INFINITY);
  expect(bestStretch(new Array<number>(20).fill(1)).score).toBe(Number.NEGATIVE_INFINITY);
});
