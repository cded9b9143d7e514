import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logRatios, pairLogRatio } from '../../../src/analysis/comparisons/pair-log-ratio.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { duration, powerOfTwo } from '../arbitraries.ts';

const pair = fc.record({ a: duration, b: duration });
const pairs = fc.array(pair, { minLength: 6, maxLength: 50 });

describe('pairLogRatio', () => {
  it('finds a constant factor under any drift', () => {
    const drift = Array.from({ length: 20 }, (_, k) => 10 * 1.3 ** k);
    const { ratio, ci95, p, pairs: n } = pairLogRatio(drift.map((a) => ({ a, b: 2 * a })));
    expect(ratio).toBeCloseTo(2, 12);
    expect(ci95?.map((bound) => bound.toFixed(9))).toEqual(['2.000000000', '2.000000000']);
    expect(p).toBeCloseTo(2 / 2 ** 20, 15);
    expect(n).toBe(20);
  });

  it('inverts when the contenders change places', () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const there = pairLogRatio(all);
        const back = pairLogRatio(all.map(({ a, b }) => ({ a: b, b: a })));
        expect(Number(back.ratio) * Number(there.ratio)).toBeCloseTo(1, 9);
        expect(Number(back.ci95?.[0]) * Number(there.ci95?.[1])).toBeCloseTo(1, 9);
        expect(back.p).toBe(there.p);
      }),
    );
  });

  it('does not depend on the unit or the order', () => {
    fc.assert(
      fc.property(pairs, powerOfTwo, (all, factor) => {
        const scaled = all.map(({ a, b }) => ({ a: a * factor, b: b * factor })).reverse();
        expect(pairLogRatio(scaled)).toEqual(pairLogRatio(all));
      }),
    );
  });

  it('has its estimate in its interval', () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const { ratio, ci95 } = pairLogRatio(all);
        expect(Number(ci95?.[0])).toBeLessThanOrEqual(Number(ratio));
        expect(Number(ci95?.[1])).toBeGreaterThanOrEqual(Number(ratio));
      }),
    );
  });

  it('calls identical code different in about 5 % of runs, with drift and spikes', () => {
    const random = seededRandom(5);
    const runs = 1000;
    let rejected = 0;
    for (let run = 0; run < runs; run++) {
      let level = 1;
      const measured = Array.from({ length: 40 }, () => {
        // A machine whose speed wanders, and where every fifth slice is interrupted.
        const slice = () => {
          level *= 1 + 0.02 * random.next();
          return level * (random.integer(5) === 0 ? 3 + random.next() : 1);
        };
        const [first, second] = [slice(), slice()];
        return random.coin() ? { a: first, b: second } : { a: second, b: first };
      });
      if (Number(pairLogRatio(measured).p) <= 0.05) rejected++;
    }
    // The exact level of 40 pairs is 3.8 %; three standard errors are 1.8 points.
    expect(rejected / runs).toBeLessThan(0.057);
    expect(rejected / runs).toBeGreaterThan(0.02);
  });

  it('has no numbers without pairs and no interval below six', () => {
    expect(pairLogRatio([])).toEqual({ ratio: null, ci95: null, p: null, pairs: 0 });
    expect(pairLogRatio([{ a: 1, b: 4 }])).toEqual({ ratio: 4, ci95: null, p: 1, pairs: 1 });
  });
});

describe('logRatios', () => {
  it.each([
    [0, 1],
    [1, 0],
    [-1, -1],
    [Number.NaN, 1],
    [1, Number.POSITIVE_INFINITY],
  ])('refuses the times %s and %s', (a, b) => {
    expect(() => logRatios([{ a, b }])).toThrow(RangeError);
  });
});
