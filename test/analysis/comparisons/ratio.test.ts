import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isolateInterval } from '../../../src/analysis/comparisons/isolate-interval.ts';
import { levelOf, ratioOf } from '../../../src/analysis/comparisons/ratio.ts';
import { signInterval } from '../../../src/analysis/comparisons/sign-test.ts';
import { powerOfTwo } from '../arbitraries.ts';

const logRatio = fc.double({ min: -3, max: 3, noNaN: true });
const block = fc.array(logRatio, { minLength: 3, maxLength: 20 }).map((logRatios) => ({ logRatios }));
const blocks = fc.array(block, { minLength: 2, maxLength: 5 });
const ordinary = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
const groups = fc.array(fc.array(ordinary, { minLength: 1, maxLength: 10 }), { minLength: 2, maxLength: 12 });

/** Ten values around `centre`. */
const around = (centre: number, spread = 0.01) =>
  Array.from({ length: 10 }, (_, k) => centre + (k - 4.5) * (spread / 10));

describe('ratioOf', () => {
  it('is as wide as the isolates differ, though the pairs of each agree', () => {
    const result = ratioOf([0, 0.1, 0.2, 0.3].map((centre) => ({ logRatios: around(centre) })));
    const [low, high] = isolateInterval([0, 0.1, 0.2, 0.3]) ?? [0, 0];
    expect(result.ratio).toBeCloseTo(Math.exp(0.15), 9);
    expect(result.ci95?.[0]).toBeCloseTo(Math.exp(low), 9);
    expect(result.ci95?.[1]).toBeCloseTo(Math.exp(high), 9);
    expect(result).toMatchObject({ pairs: 40, isolates: 4 });
    expect(result.isolate_spread).toBeCloseTo(Math.sqrt(0.05 / 3), 9);
  });

  it('is as wide as the pairs scatter, though the isolates agree', () => {
    const logRatios = around(0.5, 4);
    const result = ratioOf([{ logRatios }, { logRatios }, { logRatios }]);
    const within = signInterval([...logRatios, ...logRatios, ...logRatios]) ?? [0, 0];
    expect(result.ci95).toEqual([Math.exp(within[0]), Math.exp(within[1])]);
    expect(result.isolate_spread).toBeCloseTo(0, 12);
  });

  it('always has its estimate in its interval', () => {
    fc.assert(
      fc.property(blocks, (all) => {
        const { ratio, ci95 } = ratioOf(all);
        expect(Number(ci95?.[0])).toBeLessThanOrEqual(Number(ratio));
        expect(Number(ci95?.[1])).toBeGreaterThanOrEqual(Number(ratio));
      }),
    );
  });

  it('moves by k when one side becomes k times slower', () => {
    fc.assert(
      fc.property(blocks, fc.double({ min: 1, max: 100, noNaN: true }), (all, k) => {
        const slower = all.map(({ logRatios }) => ({ logRatios: logRatios.map((d) => d + Math.log(k)) }));
        const [before, after] = [ratioOf(all), ratioOf(slower)];
        expect(Number(after.ratio) / Number(before.ratio) / k).toBeCloseTo(1, 9);
        expect(Number(after.ci95?.[0]) / Number(before.ci95?.[0]) / k).toBeCloseTo(1, 8);
        expect(Number(after.ci95?.[1]) / Number(before.ci95?.[1]) / k).toBeCloseTo(1, 8);
      }),
    );
  });

  it.each([Number.NaN, Number.NEGATIVE_INFINITY])('refuses the log-ratio %d', (bad) => {
    expect(() => ratioOf([{ logRatios: [0, bad] }])).toThrow(RangeError);
  });

  it('leaves out blocks without pairs', () => {
    const logRatios = around(0.5);
    expect(ratioOf([{ logRatios: [] }, { logRatios }])).toEqual(ratioOf([{ logRatios }]));
  });

  it('has no interval below six pairs and nothing without pairs', () => {
    expect(ratioOf([{ logRatios: [0, 0] }, { logRatios: [0, 0, 0] }])).toMatchObject({
      ratio: 1,
      ci95: null,
    });
    expect(ratioOf([])).toEqual({ ratio: null, ci95: null, pairs: 0, isolates: 0, isolate_spread: null });
  });
});

describe('levelOf', () => {
  it('is the geometric middle of the isolates, with a t interval over them', () => {
    const { level, ci95, isolates } = levelOf([[1, 1, 50], [2], [4, 4]]);
    expect(level).toBeCloseTo(2, 12);
    const [low, high] = isolateInterval([0, Math.LN2, 2 * Math.LN2]) ?? [0, 0];
    expect(ci95?.[0]).toBeCloseTo(Math.exp(low), 12);
    expect(ci95?.[1]).toBeCloseTo(Math.exp(high), 12);
    expect(isolates).toBe(3);
  });

  it('does not grow surer with more samples of the same isolates', () => {
    const few = levelOf([[1], [2], [3]]);
    const many = levelOf([1, 2, 3].map((x) => new Array<number>(1000).fill(x)));
    expect(many).toEqual(few);
  });

  it('always has its estimate in its interval', () => {
    fc.assert(
      fc.property(groups, (all) => {
        const { level, ci95 } = levelOf(all);
        expect(Number(ci95?.[0])).toBeLessThanOrEqual(Number(level));
        expect(Number(ci95?.[1])).toBeGreaterThanOrEqual(Number(level));
      }),
    );
  });

  it('is widened to its estimate where slow isolates pull the mean away', () => {
    const { level, ci95 } = levelOf([1, 1, 1, 1, 1, 1, 1, 100, 100, 100, 100, 100].map((x) => [x]));
    expect(level).toBe(1);
    expect(ci95?.[0]).toBe(1);
  });

  it('scales with the unit', () => {
    fc.assert(
      fc.property(groups, powerOfTwo, (all, factor) => {
        const scaled = levelOf(all.map((group) => group.map((x) => x * factor)));
        expect(Number(scaled.level) / Number(levelOf(all).level) / factor).toBeCloseTo(1, 9);
      }),
    );
  });

  it('has no interval for one isolate and nothing without samples', () => {
    expect(levelOf([[3], []])).toMatchObject({ ci95: null, isolates: 1, isolate_spread: null });
    expect(levelOf([[]])).toEqual({ level: null, ci95: null, isolates: 0, isolate_spread: null });
  });

  it('refuses times that are not positive', () => {
    expect(() => levelOf([[0, 0]])).toThrow(RangeError);
  });
});
