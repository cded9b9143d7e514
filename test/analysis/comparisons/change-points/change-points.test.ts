import { describe, expect, it } from 'vitest';
import { changePoints } from '../../../../src/analysis/comparisons/change-points/change-points.ts';
import { type Random, seededRandom } from '../../../../src/analysis/random.ts';
import { autocorrelated, heavyTailed, normal } from '../simulated-noise.ts';

const white = (random: Random, n: number) => Array.from({ length: n }, () => normal(random));
const heavy = (random: Random, n: number) => Array.from({ length: n }, () => heavyTailed(random));
const alike = (random: Random, n: number) => autocorrelated(random, n, 0.3);
const spiky = (random: Random, n: number) =>
  white(random, n).map((value) => value + (random.next() < 0.08 ? 10 * random.next() : 0));

/** Levels of noise of 1 %, higher by 5 % in the given stretches. */
const history = (noise: readonly number[], ...high: (readonly [number, number])[]) =>
  noise.map(
    (value, t) => 0.01 * value + (high.some(([first, end]) => t >= first && t < end) ? Math.log(1.05) : 0),
  );

describe('a history without a step', () => {
  it.each([
    ['white', white],
    ['heavy-tailed', heavy],
    ['spiky', spiky],
    ['autocorrelated (0.3)', alike],
  ])('has none in at least 95 of 100 series of %s noise', (_, noise) => {
    const random = seededRandom(12);
    for (const [n, series] of [
      [8, 100],
      [13, 100],
      [25, 100],
      [60, 40],
    ] as const) {
      let alarms = 0;
      for (let k = 0; k < series; k++)
        if (changePoints(history(noise(random, n)), random, 0).length > 0) alarms++;
      // 5 % of these series, and three standard errors of a rate of 3 % on top.
      expect(alarms).toBeLessThanOrEqual(series * (0.03 + 3 * Math.sqrt((0.03 * 0.97) / series)));
    }
  });

  it('has none where all levels are equal, and in none', () => {
    expect(changePoints(new Array<number>(20).fill(1), seededRandom(1))).toEqual([]);
    expect(changePoints([], seededRandom(1))).toEqual([]);
    expect(changePoints([0, 0, 0, 1, 1], seededRandom(1))).toEqual([]);
  });
});

describe('a history with a step of 5 %, noise of 1 %', () => {
  /** Share of series in which exactly these steps are found, within a run. */
  const found = (n: number, ...high: (readonly [number, number])[]) => {
    const random = seededRandom(21);
    const series = n < 30 ? 60 : 20;
    const wanted = high.flat().filter((at) => at > 0 && at < n);
    let hits = 0;
    for (let k = 0; k < series; k++) {
      const steps = changePoints(history(white(random, n), ...high), random);
      const isRight =
        steps.length === wanted.length && steps.every(({ at }, i) => Math.abs(at - (wanted[i] ?? 0)) <= 1);
      if (isRight) hits++;
    }
    return hits / series;
  };

  it('finds it, and nothing else, in at least 95 of 100 series of 10 and 10 runs', () => {
    expect(found(20, [10, 20])).toBeGreaterThanOrEqual(0.95);
  });

  it('finds it three runs after it happened in most series', () => {
    expect(found(13, [10, 13])).toBeGreaterThanOrEqual(0.6);
    expect(found(23, [20, 23])).toBeGreaterThanOrEqual(0.7);
  });

  it('finds what went up and came down again', () => {
    expect(found(40, [15, 25])).toBeGreaterThanOrEqual(0.85);
  });

  it('finds several in a long history', () => {
    expect(found(80, [20, 40], [60, 80])).toBeGreaterThanOrEqual(0.85);
  });
});

it('reports where, how large, and how sure', () => {
  const steps = changePoints(history(white(seededRandom(5), 30), [18, 30]), seededRandom(1));
  expect(steps).toHaveLength(1);
  const [step] = steps;
  expect(step?.at).toBe(18);
  expect(Math.exp(Number(step?.size))).toBeGreaterThan(1.03);
  expect(Math.exp(Number(step?.size))).toBeLessThan(1.07);
  expect(Number(step?.ci95[0])).toBeGreaterThan(0);
  expect(Number(step?.ci95[0])).toBeLessThan(Number(step?.size));
  expect(step?.p).toBeLessThanOrEqual(0.03);
});

it('does not report a step that is too small to matter, however sure', () => {
  const levels = history(white(seededRandom(5), 40)).map((level, t) => level / 100 + (t >= 20 ? 0.005 : 0));
  expect(changePoints(levels, seededRandom(1), 0.001)).toHaveLength(1);
  expect(changePoints(levels, seededRandom(1))).toEqual([]);
});

it('does not take one or two slow runs for a step', () => {
  const levels = history(white(seededRandom(9), 20)).map(
    (level, t) => level + (t === 9 || t === 10 ? 0.3 : 0),
  );
  expect(changePoints(levels, seededRandom(1))).toEqual([]);
});

it('finds a step of exact levels', () => {
  const levels = Array.from({ length: 16 }, (_, t) => (t < 9 ? 0 : 0.1));
  expect(changePoints(levels, seededRandom(1)).map(({ at }) => at)).toEqual([9]);
});

it('says the same of the same seed', () => {
  const levels = history(heavy(seededRandom(3), 50), [25, 50]);
  expect(changePoints(levels, seededRandom(2))).toEqual(changePoints(levels, seededRandom(2)));
});

it('refuses levels that are no numbers', () => {
  expect(() => changePoints([0, Number.NaN], seededRandom(1))).toThrow(RangeError);
});
