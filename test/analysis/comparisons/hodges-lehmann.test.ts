import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandRatioAt } from '../../../src/analysis/comparisons/command-ratio-at.ts';
import { hodgesLehmann } from '../../../src/analysis/comparisons/hodges-lehmann.ts';
import { signedRankTest } from '../../../src/analysis/comparisons/wilcoxon.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { heavyTailed, normal } from './simulated-noise.ts';

const value = fc.double({ min: -5, max: 5, noNaN: true });
const values = fc.array(value, { minLength: 1, maxLength: 40 });

describe('hodgesLehmann', () => {
  it('gives the estimate and interval of a textbook', () => {
    // Hollander & Wolfe 1999, examples 3.3 and 3.4: -0.46 and, at 96.1 %, (-0.786, -0.010).
    const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
    const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
    const { estimate, interval } = hodgesLehmann(after.map((y, k) => y - (before[k] ?? 0)));
    expect(estimate).toBeCloseTo(-0.46, 9);
    expect(interval?.[0]).toBeCloseTo(-0.786, 9);
    expect(interval?.[1]).toBeCloseTo(-0.01, 9);
  });

  it.each([12, 30, 80])('inverts the test for %d values', (n) => {
    const random = seededRandom(n);
    for (let run = 0; run < 60; run++) {
      const own = Array.from({ length: n }, () => 0.45 + (5 / n) * normal(random));
      const { interval } = hodgesLehmann(own);
      const excludes = interval !== null && (interval[0] > 0 || interval[1] < 0);
      expect(excludes).toBe(Number(signedRankTest(own)) <= 0.05);
    }
  });

  it.each([20, 55, 58, 61])('inverts the test at every rank sum of %d values around the bound', (n) => {
    const total = (n * (n + 1)) / 2;
    const bound = Math.floor(total / 2 - 1.96 * Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24));
    for (let wanted = bound - 15; wanted <= bound + 15; wanted++) {
      // The largest ranks that fit become negative, until their sum is the one wanted.
      let left = wanted;
      const own: number[] = [];
      for (let rank = n; rank >= 1; rank--) {
        const isNegative = rank <= left;
        if (isNegative) left -= rank;
        own.push(isNegative ? -rank : rank);
      }
      const { interval } = hodgesLehmann(own);
      expect(Number(interval?.[0]) > 0).toBe(Number(signedRankTest(own)) <= 0.05);
    }
  });

  it('holds its estimate, moves with the values and turns with their sign', () => {
    fc.assert(
      fc.property(values, value, (own, shift) => {
        const { estimate, interval } = hodgesLehmann(own);
        const moved = hodgesLehmann(own.map((x) => x + shift));
        const turned = hodgesLehmann(own.map((x) => -x));
        expect(moved.estimate).toBeCloseTo(Number(estimate) + shift, 9);
        expect(turned.estimate).toBeCloseTo(-Number(estimate), 9);
        if (interval === null) return;
        expect(interval[0]).toBeLessThanOrEqual(Number(estimate) + 1e-12);
        expect(interval[1]).toBeGreaterThanOrEqual(Number(estimate) - 1e-12);
        expect(turned.interval?.[0]).toBeCloseTo(-interval[1], 9);
      }),
    );
  });

  it.each([
    [8, 0.95],
    [20, 0.984],
    [70, 0.984],
  ])('holds the centre of %d heavy-tailed values at %d', (n, level) => {
    const random = seededRandom(13);
    const runs = 1000;
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const { interval } = hodgesLehmann(
        Array.from({ length: n }, () => heavyTailed(random)),
        level,
      );
      if (interval && interval[0] <= 0 && interval[1] >= 0) held++;
    }
    expect(held / runs).toBeGreaterThan(level - 0.018);
  });

  it('has no interval where the values are too few for the level', () => {
    expect(hodgesLehmann([1, 2, 3, 4, 5]).interval).toBeNull();
    expect(hodgesLehmann([1, 2, 3, 4, 5, 6]).interval).toEqual([1, 6]);
    expect(hodgesLehmann([1, 2, 3, 4, 5, 6, 7], 0.9856).interval).toBeNull();
    expect(hodgesLehmann([1, 2, 3, 4, 5, 6, 7, 8], 0.9856).interval).toEqual([1, 8]);
    expect(hodgesLehmann([])).toEqual({ estimate: null, interval: null });
  });

  it('refuses what is no number and no level', () => {
    expect(() => hodgesLehmann([Number.NaN])).toThrow(RangeError);
    expect(() => hodgesLehmann([1], 1)).toThrow(RangeError);
  });
});

describe('commandRatioAt', () => {
  it('is the same in ratios', () => {
    const random = seededRandom(2);
    const logRatios = Array.from({ length: 20 }, () => 0.1 + 0.03 * normal(random));
    const { estimate, interval } = hodgesLehmann(logRatios, 0.984);
    const measured = commandRatioAt(logRatios, 0.984);
    expect(Math.log(Number(measured.ratio))).toBeCloseTo(Number(estimate), 12);
    expect(Math.log(Number(measured.interval?.[1]))).toBeCloseTo(Number(interval?.[1]), 12);
    expect(measured).toMatchObject({ p: signedRankTest(logRatios), pairs: 20, isolates: 20, level: 0.984 });
    expect(measured.isolate_reach).toBeNull();
  });

  it('has nothing to say of no runs', () => {
    expect(commandRatioAt([], 0.95)).toMatchObject({ ratio: null, interval: null, p: null, pairs: 0 });
  });

  it('calls equal commands different in at most 5 % of simulated comparisons of 20 pairs', () => {
    const random = seededRandom(31);
    const runs = 1500;
    let hits = 0;
    for (let run = 0; run < runs; run++) {
      // Processes of 20 ms with now and then 10 ms of something else, a coin for who goes first, the first one slower.
      const logRatios = Array.from({ length: 20 }, () => {
        const [first, second] = [0, 1].map((k) =>
          Math.log(20 + 0.6 * (1 - k) + normal(random) ** 2 + (random.next() < 0.1 ? 10 : 0)),
        ) as [number, number];
        return random.coin() ? first - second : second - first;
      });
      const { interval } = commandRatioAt(logRatios, 0.95);
      if (interval && (interval[0] > 1 || interval[1] < 1)) hits++;
    }
    expect(hits / runs).toBeLessThan(0.06);
  });
});
