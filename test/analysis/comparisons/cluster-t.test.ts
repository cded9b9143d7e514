import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterT, studentP } from '../../../src/analysis/comparisons/cluster-t.ts';
import { studentCritical } from '../../../src/analysis/comparisons/student-t.ts';

describe('clusterT', () => {
  it("gives the interval and p value of Student's t", () => {
    const { ci95, p, clusters } = clusterT([1, 2, 3, 4, 5]);
    // t = 3 / (1.5811 / √5) = 4.2426 with 4 degrees of freedom; R: t.test(1:5)
    expect(ci95?.[0]).toBeCloseTo(1.036757, 5);
    expect(ci95?.[1]).toBeCloseTo(4.963243, 5);
    expect(p).toBeCloseTo(0.01324, 4);
    expect(clusters).toBe(5);
  });

  it('leaves out 0 exactly where p is below 0.05', () => {
    const effects = fc.array(fc.double({ min: -2, max: 3, noNaN: true }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(effects, (own) => {
        const { ci95, p } = clusterT(own);
        if (p === null || Math.abs(p - 0.05) < 1e-6) return;
        expect((ci95?.[0] ?? 0) > 0 || (ci95?.[1] ?? 0) < 0).toBe(p < 0.05);
      }),
    );
  });

  it('says nothing of a single cluster', () => {
    expect(clusterT([0.4])).toEqual({ ci95: null, p: null, clusters: 1 });
    expect(clusterT([])).toEqual({ ci95: null, p: null, clusters: 0 });
  });
});

it.each([
  [1, 0.5],
  [4, 0.05],
  [30, 0.001],
])('finds the p value whose critical value it is, with %d degrees of freedom', (df, p) => {
  expect(studentP(studentCritical(df, 1 - p), df)).toBeCloseTo(p, 9);
  expect(studentP(-studentCritical(df, 1 - p), df)).toBeCloseTo(p, 9);
  expect(studentP(0, df)).toBe(1);
});
