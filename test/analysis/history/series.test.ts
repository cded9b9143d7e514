import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryPoint } from '../../../src/analysis/history/points.ts';
import { seriesOf } from '../../../src/analysis/history/series.ts';
import { seededRandom } from '../../../src/analysis/random.ts';

/** Levels as saved runs, one a minute. */
const pointsWith = (levels: readonly number[], changes: Partial<HistoryPoint> = {}): HistoryPoint[] =>
  levels.map((level, i) => ({
    file: `r_${i + 1}.json`,
    timestamp: new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString(),
    revision: null,
    machine: 'a machine',
    id: 'matmul',
    title: 'Matmul',
    definition: 'm',
    subject: 'mine (module)',
    basis: 'yardstick tito-reference 1',
    latency_ms: 1,
    level,
    found: { level, variance: 1e-6, isolates: 4 },
    ...changes,
  }));

const noise = (seed: number, count: number, sd: number) => {
  const random = seededRandom(seed);
  const gauss = () => Array.from({ length: 12 }, random.next).reduce((sum, x) => sum + x, -6);
  return Array.from({ length: count }, () => sd * gauss());
};

describe('series', () => {
  it.each([
    { id: 'forward_pass' },
    { subject: 'yours (module)' },
    { basis: 'yardstick tito-reference 2' },
    { machine: 'another machine' },
    { definition: 'n' },
  ])('are separate for %o', (changes) => {
    const series = seriesOf([...pointsWith([0, 0]), ...pointsWith([1, 1, 1], changes)]);
    expect(series.map(({ points }) => points.length)).toEqual([2, 3]);
  });

  it('find the step of 10 % between two stretches, and where it is', () => {
    const levels = noise(5, 20, 0.01).map((level, i) => level + (i >= 12 ? Math.log(1.1) : 0));
    const [series] = seriesOf(pointsWith(levels));
    expect(series?.steps.map(({ at }) => at)).toEqual([12]);
    expect(series?.steps[0]?.size).toBeCloseTo(Math.log(1.1), 1);
  });

  it('do not take a step for noise between runs', () => {
    const levels = noise(5, 20, 0.01).map((level, i) => level + (i >= 12 ? Math.log(1.5) : 0));
    const [series] = seriesOf(pointsWith(levels));
    expect(series?.between.sigma).toBeLessThan(0.02);
    expect(series?.between.df).toBe(18);
  });

  it('assume what runs differ by where there are too few', () => {
    expect(seriesOf(pointsWith([0, 0.1, 0.05, 0]))[0]?.between).toEqual({ sigma: 0.03, df: null, runs: 4 });
  });

  it('rarely have a step where there is none', () => {
    const found = Array.from({ length: 60 }, (_, seed) => seriesOf(pointsWith(noise(seed, 16, 0.02)))[0]);
    expect(found.filter((series) => (series?.steps.length ?? 0) > 0).length).toBeLessThanOrEqual(6);
  });

  it('say the same each time, in whatever order files are read', () => {
    const points = pointsWith(noise(3, 14, 0.02).map((level, i) => level + (i >= 7 ? 0.2 : 0)));
    const expected = seriesOf(points);
    expect(expected[0]?.steps).toHaveLength(1);
    fc.assert(
      fc.property(fc.shuffledSubarray(points, { minLength: points.length }), (shuffled) => {
        expect(seriesOf(shuffled)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });
});
