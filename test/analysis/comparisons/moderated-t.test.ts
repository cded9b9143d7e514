import fc from 'fast-check';
import { mean } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { clusterT } from '../../../src/analysis/comparisons/cluster-t.ts';
import { isolateInterval } from '../../../src/analysis/comparisons/isolate-interval.ts';
import { moderatedInterval, moderatedP, moderatedT } from '../../../src/analysis/comparisons/moderated-t.ts';
import { studentCritical } from '../../../src/analysis/comparisons/student-t.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { normal } from './simulated-noise.ts';

const values = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 2, maxLength: 8 });
const errors = (of: readonly number[], error: number | null) => of.map(() => error);

describe('moderatedT', () => {
  it('takes what is known from within for one more isolate', () => {
    // Spread 1 %, of a prior of 0.95 % and 0.7 %: (0.0095² + 0.007² + 3 · 0.01²) / 4, over four isolates.
    const four = [-1, -1, 1, 1].map((sign) => (sign * 0.01) / Math.sqrt(4 / 3));
    const found = moderatedT(four, errors(four, 0.0095));
    expect(found?.df).toBe(4);
    expect(found?.error).toBeCloseTo(Math.sqrt((0.0095 ** 2 + 0.007 ** 2 + 3 * 0.01 ** 2) / 4 / 4), 12);
  });

  it.each([
    ['two isolates that differ by more than is known beforehand', [0.01, 0.03], 0.01],
    ['isolates that differ by more than their noise', [-0.05, 0, 0.05, 0.1], 0.01],
    ['turns too few to tell their noise', [0.01, 0.012, 0.011], null],
  ])('is Student’s t for %s', (_what, of, error) => {
    const found = moderatedT(of, errors(of, error));
    const [low, high] = isolateInterval(of, 0.95) ?? [0, 0];
    expect(moderatedInterval(found, 0.95)?.[0]).toBeCloseTo(low, 12);
    expect(moderatedInterval(found, 0.95)?.[1]).toBeCloseTo(high, 12);
    expect(found && moderatedP(found)).toBeCloseTo(Number(clusterT(of).p), 9);
  });

  it('has an interval that excludes 0 exactly where p says so, around the mean', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 1e-4, max: 0.1, noNaN: true }), (of, error) => {
        const found = moderatedT(of, errors(of, error));
        const interval = moderatedInterval(found, 0.95);
        if (!found || !interval) return;
        expect((interval[0] + interval[1]) / 2).toBeCloseTo(mean(of), 12);
        const p = moderatedP(found);
        if (Math.abs(p - 0.05) > 1e-9) expect(interval[0] > 0 || interval[1] < 0).toBe(p < 0.05);
      }),
    );
  });

  it('has isolates count by what is known of them, and the ones of few turns for little', () => {
    // Variances 0.024² + 0.007² = 25² and 0.001² + 0.007², in steps of 0.001²: weights of 1/625, and three times 1/50.
    const found = moderatedT([0.02, 0.01, 0.01, 0.01], [0.024, 0.001, 0.001, 0.001]);
    const total = 1 / 625 + 3 / 50;
    const centre = (20 / 625 + 30 / 50) / total;
    expect(found?.centre).toBeCloseTo(centre / 1000, 12);
    const scatter = (20 - centre) ** 2 / 625 + (3 * (10 - centre) ** 2) / 50;
    expect(found?.error).toBeCloseTo(Math.sqrt((1 + scatter) / (4 * total)) / 1000, 12);
  });

  it('has isolates that differ by more than their noise count by what is left of it', () => {
    // Variances 1 + 49, 1 + 49 and 576 + 49, in steps of 0.001²; the moment estimate of what lies between them beyond that.
    const values = [40, -40, 100];
    const weights = [1 / 50, 1 / 50, 1 / 625];
    const total = 1 / 25 + 1 / 625;
    const first = 100 / 625 / total;
    const scatter = ((40 - first) ** 2 + (40 + first) ** 2) / 50 + (100 - first) ** 2 / 625;
    const squares = weights.reduce((sum, weight) => sum + weight ** 2, 0);
    const beyond = (scatter - 2) / (total - squares / total);
    const [near, far] = [1 / (50 + beyond), 1 / (625 + beyond)];
    const centre = (100 * far) / (2 * near + far);
    const rest = near * ((40 - centre) ** 2 + (40 + centre) ** 2) + far * (100 - centre) ** 2;
    const found = moderatedT(
      values.map((value) => value / 1000),
      [0.001, 0.001, 0.024],
    );
    expect(found?.df).toBe(2);
    expect(found?.centre).toBeCloseTo(centre / 1000, 12);
    expect(found?.error).toBeCloseTo(Math.sqrt(rest / (2 * (2 * near + far))) / 1000, 12);
    // Between the mean of all, 33.3, and that of the two that are well known, 0.
    expect(centre).toBeGreaterThan(15);
    expect(centre).toBeLessThan(33);
  });

  it('is not narrow where isolates agree by chance', () => {
    const agreeing = [0.01, 0.010_001, 0.010_002, 0.010_001];
    const [low, high] = moderatedInterval(moderatedT(agreeing, errors(agreeing, 0.01)), 0.95) ?? [0, 0];
    expect(high - low).toBeGreaterThan(studentCritical(4) * 0.005);
  });

  it('does not believe two isolates that agree by chance', () => {
    // Nothing between them: (0.003² + 0.01²) / 2 over two isolates, with two degrees of freedom.
    const found = moderatedT([0.02, 0.02], [0.003, 0.003]);
    expect(found).toEqual({
      centre: 0.02,
      error: expect.closeTo(Math.sqrt((0.003 ** 2 + 0.01 ** 2) / 4), 12),
      df: 2,
    });
    expect(moderatedT([0.02, 0.02], [null, null])?.error).toBeCloseTo(0.005, 12);
  });

  it('has nothing to say of one isolate, and no doubt where all is equal', () => {
    expect(moderatedT([0.1], [0.01])).toBeNull();
    expect(moderatedInterval(null, 0.95)).toBeNull();
    expect(moderatedP({ centre: 0, error: 0, df: 3 })).toBe(1);
    expect(moderatedP({ centre: 0.1, error: 0, df: 3 })).toBe(0);
  });
});

/** Share of runs of equal code in which the interval excludes 0: the first isolate, of few turns, has three times the noise. */
function wrong(isolates: number, between: number, level: number): number {
  const random = seededRandom(11);
  const [runs, noise] = [4000, 0.01];
  const found = Array.from({ length: runs }, () => {
    const own = Array.from({ length: isolates }, (_, i) => (i === 0 ? 3 : 1) * noise);
    const of = own.map((each) => each * normal(random) + between * noise * normal(random));
    return moderatedInterval(moderatedT(of, own), level) ?? [0, 0];
  });
  return found.filter(([low = 0, high = 0]) => low > 0 || high < 0).length / runs;
}

describe('simulated runs of equal code', () => {
  // Two standard errors of 5 % in 4000 runs are 0.7 points.
  it.each([
    [4, 0],
    [4, 1],
    [4, 1.5],
    [4, 3],
    [8, 1],
    [8, 3],
  ])(
    'are called different in 1 of 20 with %i isolates that differ by %f times their noise',
    (isolates, between) => {
      expect(wrong(isolates, between, 0.95)).toBeLessThan(0.065);
    },
  );

  it.each([0, 1.5, 4])(
    'are with three isolates little more often, that differ by %f times their noise',
    (between) => {
      expect(wrong(3, between, 0.95)).toBeLessThan(0.085);
    },
  );

  it('are with two isolates in fewer than 1 of 30, though each errs by 1.5 times its noise', () => {
    expect(wrong(2, 1.5, 0.95)).toBeLessThan(1 / 30);
    expect(wrong(2, 1.5, 0.95)).toBeGreaterThan(0);
  });

  it('are called different less often by moderate than by small spreads alone', () => {
    expect(wrong(4, 0, 0.95)).toBeLessThan(0.04);
    expect(wrong(4, 1.5, 0.99)).toBeLessThan(0.015);
  });
});
