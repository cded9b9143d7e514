import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratioOf } from '../../../src/analysis/comparisons/ratio.ts';
import { ratioAt, SINGLE_ISOLATE_ALLOWANCE } from '../../../src/analysis/comparisons/ratio-at.ts';
import { signInterval } from '../../../src/analysis/comparisons/sign-test.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { normal } from './simulated-noise.ts';

const logRatio = fc.double({ min: -1, max: 1, noNaN: true }).filter((d) => Math.abs(d) > 1e-6);
const block = fc.array(logRatio, { minLength: 1, maxLength: 20 }).map((logRatios) => ({ logRatios }));
const blocks = fc.array(block, { minLength: 1, maxLength: 6 });
const level = fc.double({ min: 0.8, max: 0.99, noNaN: true });

const excludesOne = (interval: readonly [number, number] | null) =>
  interval !== null && (interval[0] > 1 || interval[1] < 1);

/** `pairs` values around `centre`, half of them on either side. */
const around = (centre: number, pairs = 40, spread = 0.02) => ({
  logRatios: Array.from({ length: pairs }, (_, k) => centre + (k / (pairs - 1) - 0.5) * spread),
});

describe('ratioAt', () => {
  it('is as unsure of two isolates at 95 % as the baseline or more, and never more than of one', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 2, maxLength: 6 }), (all) => {
        const { ratio, interval, pairs, isolates, isolate_spread } = ratioAt(all, 0.95);
        const { ci95, ...rest } = ratioOf(all);
        expect({ ratio, pairs, isolates, isolate_spread }).toEqual(rest);
        expect(interval === null).toBe(ci95 === null);
        if (interval === null || ci95 === null || all.length > 2) return;
        const alone = ratioAt([{ logRatios: all.flatMap(({ logRatios }) => logRatios) }], 0.95).interval;
        if (alone === undefined || alone === null) return;
        expect(interval[0]).toBeLessThanOrEqual(Math.max(ci95[0], alone[0]) + 1e-9);
        expect(interval[1]).toBeGreaterThanOrEqual(Math.min(ci95[1], alone[1]) - 1e-9);
        expect(interval[0]).toBeGreaterThanOrEqual(alone[0] - 1e-9);
        expect(interval[1]).toBeLessThanOrEqual(alone[1] + 1e-9);
      }),
    );
  });

  it('tells a twofold difference by two isolates that differ by 8 %', () => {
    const around = (middle: number) =>
      Array.from({ length: 60 }, (_, i) => Math.log(middle) + 0.01 * Math.sin(i));
    const { interval } = ratioAt([{ logRatios: around(1.92) }, { logRatios: around(2.08) }], 0.98);
    expect(interval?.[0]).toBeGreaterThan(1.2);
  });

  it('excludes 1 exactly where p is at most 1 - level', () => {
    fc.assert(
      fc.property(blocks, level, (all, confidence) => {
        const { interval, p } = ratioAt(all, confidence);
        if (p === null || interval === null || Math.abs(p - (1 - confidence)) < 1e-6) return;
        expect(excludesOne(interval)).toBe(p < 1 - confidence);
      }),
      { numRuns: 1000 },
    );
  });

  it('is mirrored when a and b change places', () => {
    fc.assert(
      fc.property(blocks, level, (all, confidence) => {
        const [one, other] = [all, all.map(({ logRatios }) => ({ logRatios: logRatios.map((d) => -d) }))].map(
          (each) => ratioAt(each, confidence),
        );
        expect(Number(one?.ratio) * Number(other?.ratio)).toBeCloseTo(1, 9);
        expect(other?.p).toBeCloseTo(Number(one?.p), 9);
        if (one?.interval && other?.interval) expect(one.interval[0] * other.interval[1]).toBeCloseTo(1, 9);
      }),
    );
  });

  it('widens with the level', () => {
    fc.assert(
      fc.property(blocks, level, level, (all, one, another) => {
        const narrow = ratioAt(all, Math.min(one, another)).interval;
        const wide = ratioAt(all, Math.max(one, another)).interval;
        if (narrow === null) expect(wide).toBeNull();
        if (narrow === null || wide === null) return;
        expect(wide[0]).toBeLessThanOrEqual(narrow[0] * (1 + 1e-12));
        expect(wide[1]).toBeGreaterThanOrEqual(narrow[1] * (1 - 1e-12));
      }),
    );
  });

  it('tells the reach of the pairs from that of the isolates', () => {
    const agreeing = ratioAt(Array(8).fill(around(0, 10, 0.4)), 0.95);
    expect(Number(agreeing.pair_reach)).toBeGreaterThan(Number(agreeing.isolate_reach));
    const disagreeing = ratioAt([around(0), around(0.1)], 0.95);
    expect(Number(disagreeing.isolate_reach)).toBeGreaterThan(10 * Number(disagreeing.pair_reach));
  });

  it('has a standard error as large as the estimate scatters', () => {
    const random = seededRandom(5);
    const runs = Array.from({ length: 300 }, () =>
      ratioAt(
        Array.from({ length: 6 }, () => {
          const bias = 0.01 * normal(random);
          return { logRatios: Array.from({ length: 60 }, () => bias + 0.03 * normal(random)) };
        }),
        0.95,
      ),
    );
    const logs = runs.map(({ ratio }) => Math.log(Number(ratio)));
    const scatter = Math.sqrt(logs.reduce((sum, log) => sum + log ** 2, 0) / logs.length);
    const typical = runs.reduce((sum, run) => sum + Number(run.standard_error), 0) / runs.length;
    expect(typical / scatter).toBeGreaterThan(0.85);
    expect(typical / scatter).toBeLessThan(1.2);
  });
});

describe('a single isolate', () => {
  it('is believed only where the effect is clear of 25 %', () => {
    const [large, moderate] = [ratioAt([around(Math.log(2))], 0.98), ratioAt([around(Math.log(1.2))], 0.98)];
    expect(excludesOne(large.interval)).toBe(true);
    expect(large.p).toBeLessThan(1e-6);
    expect(excludesOne(moderate.interval)).toBe(false);
    expect(moderate.p).toBe(1);
  });

  it('has the interval of its pairs, wider by the allowance on both sides', () => {
    const only = around(0.5);
    const [low, high] = signInterval(only.logRatios, 0.98) ?? [0, 0];
    const { interval } = ratioAt([only], 0.98);
    expect(Math.log(Number(interval?.[0]))).toBeCloseTo(low - SINGLE_ISOLATE_ALLOWANCE, 12);
    expect(Math.log(Number(interval?.[1]))).toBeCloseTo(high + SINGLE_ISOLATE_ALLOWANCE, 12);
  });
});

it('has nothing to say without pairs, and no interval for few', () => {
  expect(ratioAt([{ logRatios: [] }], 0.95)).toMatchObject({ ratio: null, interval: null, p: null });
  expect(ratioAt([around(0, 3), around(0, 4)], 0.99)).toMatchObject({ interval: null, standard_error: null });
});

it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses the log-ratio %d', (bad) => {
  expect(() => ratioAt([{ logRatios: [0, bad] }], 0.95)).toThrow(RangeError);
});
