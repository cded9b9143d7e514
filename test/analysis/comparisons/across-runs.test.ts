import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acrossRuns, shareAcrossRuns } from '../../../src/analysis/comparisons/across-runs.ts';
import { seededRandom } from '../../../src/analysis/random.ts';

const exact = (...values: number[]) => values.map((value) => ({ value, ci95: null }));
const gauss = (next: () => number) => Array.from({ length: 12 }, next).reduce((sum, x) => sum + x, -6);

describe('a quantity over runs', () => {
  it('is the mean with Student’s t interval where runs are known exactly', () => {
    // sd 1, t of 2 degrees of freedom 4.302653.
    const { estimate, ci95, next_run95, between_runs_sd } = acrossRuns(exact(1, 2, 3));
    expect(estimate).toBe(2);
    expect(ci95?.[1]).toBeCloseTo(2 + 4.302653 / Math.sqrt(3), 5);
    expect(next_run95?.[1]).toBeCloseTo(2 + 4.302653 * Math.sqrt(4 / 3), 5);
    expect(between_runs_sd).toBeCloseTo(1, 12);
  });

  it('has no interval for one run, and none of the next run for two', () => {
    expect(acrossRuns([])).toMatchObject({ runs: 0, estimate: null, ci95: null, p: null });
    expect(acrossRuns(exact(5))).toMatchObject({ runs: 1, estimate: 5, ci95: null, p: null });
    expect(acrossRuns(exact(5, 6))).toMatchObject({ runs: 2, next_run95: null });
    expect(acrossRuns(exact(5, 6)).ci95).not.toBeNull();
  });

  it('of equal runs is as sure as the runs are, not certain', () => {
    const runs = Array.from({ length: 4 }, () => ({ value: 1, ci95: [0, 2] as [number, number] }));
    const { ci95, p, between_runs_sd, within_runs_sd } = acrossRuns(runs);
    expect(between_runs_sd).toBe(0);
    expect(within_runs_sd).toBeCloseTo(1 / 1.959964, 5);
    // t of 3 degrees of freedom 3.182446; standard error 0.5102 / 2.
    expect(ci95?.[0]).toBeCloseTo(1 - (3.182446 * 0.510213) / 2, 4);
    expect(p).toBeGreaterThan(0.02);
  });

  it('tells the spread between runs from their own uncertainty', () => {
    const width = (half: number) =>
      acrossRuns([-1, 0, 1].map((x) => ({ value: x, ci95: [x - half, x + half] })));
    expect(width(0.1).between_runs_sd).toBeCloseTo(Math.sqrt(1 - (0.1 / 1.959964) ** 2), 5);
    expect(width(5).between_runs_sd).toBe(0);
  });

  it('gives p = 1 where there is never an effect, and 0 for one that never varies', () => {
    expect(acrossRuns(exact(0, 0, 0))).toMatchObject({ p: 1, ci95: [0, 0] });
    expect(acrossRuns(exact(2, 2, 2)).p).toBe(0);
  });

  it('has its interval leave out 0 exactly where p is below 0.05', () => {
    const runs = fc.array(fc.double({ min: -1, max: 3, noNaN: true }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(runs, (values) => {
        const { ci95, p } = acrossRuns(exact(...values));
        const [low, high] = ci95 ?? [0, 0];
        if (Math.abs((p ?? 1) - 0.05) > 1e-9) expect(low > 0 || high < 0).toBe((p ?? 1) < 0.05);
      }),
    );
  });

  it('holds the truth in 95 % of cases when runs differ by more than their own noise', () => {
    const { next } = seededRandom(7);
    const [between, within] = [0.3, 0.1];
    const trials = Array.from({ length: 2000 }, () => {
      const one = () => 1 + between * gauss(next) + within * gauss(next);
      const of = (value: number) => ({
        value,
        ci95: [value - 1.96 * within, value + 1.96 * within] as [number, number],
      });
      const { ci95, next_run95 } = acrossRuns(Array.from({ length: 5 }, () => of(one())));
      const later = one();
      return {
        truth: ci95 !== null && ci95[0] <= 1 && 1 <= ci95[1],
        later: next_run95 !== null && next_run95[0] <= later && later <= next_run95[1],
      };
    });
    for (const which of ['truth', 'later'] as const) {
      const held = trials.filter((trial) => trial[which]).length / trials.length;
      expect(held).toBeGreaterThan(0.935);
      expect(held).toBeLessThan(0.965);
    }
  });
});

describe('a share over runs', () => {
  it('is Wilson’s where runs differ by chance alone, all or nothing too', () => {
    const { estimate, ci95 } = shareAcrossRuns([
      { right: 8, total: 8 },
      { right: 8, total: 8 },
    ]);
    expect(estimate).toBe(1);
    // z² / (n + z²) of 16 samples.
    expect(ci95?.[0]).toBeCloseTo(16 / (16 + 3.841459), 5);
    expect(ci95?.[1]).toBe(1);
  });

  it('is wider where runs differ by more', () => {
    const width = (...rights: number[]) => {
      const { ci95 } = shareAcrossRuns(rights.map((right) => ({ right, total: 20 })));
      return ci95 ? ci95[1] - ci95[0] : Number.NaN;
    };
    expect(width(20, 0, 20, 0)).toBeGreaterThan(2.5 * width(10, 10, 10, 10));
  });

  it('counts samples alike and is null without any', () => {
    expect(
      shareAcrossRuns([
        { right: 1, total: 1 },
        { right: 0, total: 3 },
      ]).estimate,
    ).toBe(0.25);
    expect(shareAcrossRuns([{ right: 0, total: 0 }])).toEqual({ estimate: null, ci95: null });
  });
});
