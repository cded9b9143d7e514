import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/analysis/random.ts';
import { scoreInterval } from '../../../src/analysis/scoring/score-interval.ts';
import { weightedMean } from '../../../src/analysis/scoring/weighted-mean.ts';

const percent = fc.double({ min: 0, max: 100, noNaN: true });
const scored = fc
  .record({
    bounds: fc.tuple(percent, percent, percent),
    weight: fc.double({ min: 0.1, max: 5, noNaN: true }),
  })
  .map(({ bounds, weight }) => {
    const [low = 0, score = 0, high = 0] = bounds.toSorted((a, b) => a - b);
    return { score, interval: [low, high] as [number, number], weight };
  });

describe('scoreInterval', () => {
  it('adds half-widths as squares', () => {
    const [low, high] = scoreInterval([
      { score: 60, interval: [54, 66], weight: 1 },
      { score: 40, interval: [32, 56], weight: 1 },
    ]) ?? [0, 0];
    expect(low).toBeCloseTo(50 - 5, 12);
    expect(high).toBeCloseTo(50 + Math.hypot(3, 8), 12);
  });

  it('is the one interval where there is one score', () => {
    fc.assert(
      fc.property(scored, (one) => {
        const [low, high] = scoreInterval([one]) ?? [0, 0];
        expect(low).toBeCloseTo(one.interval[0], 9);
        expect(high).toBeCloseTo(one.interval[1], 9);
      }),
    );
  });

  it('holds the mean and is no wider than adding the widths', () => {
    fc.assert(
      fc.property(fc.array(scored, { minLength: 1, maxLength: 5 }), (all) => {
        const [low, high] = scoreInterval(all) ?? [Number.NaN, Number.NaN];
        const mean = Number(weightedMean(all));
        const lowest = Number(weightedMean(all.map((s) => ({ score: s.interval[0], weight: s.weight }))));
        const highest = Number(weightedMean(all.map((s) => ({ score: s.interval[1], weight: s.weight }))));
        expect(low).toBeLessThanOrEqual(mean);
        expect(high).toBeGreaterThanOrEqual(mean);
        expect(low).toBeGreaterThanOrEqual(Math.max(0, lowest - 1e-9));
        expect(high).toBeLessThanOrEqual(Math.min(100, highest + 1e-9));
      }),
    );
  });

  it('does not leave 0..100', () => {
    expect(scoreInterval([{ score: 99, interval: [-2, 130], weight: 1 }])).toEqual([0, 100]);
  });

  it('is null where a score or an interval is null, or there is none', () => {
    const one = { score: 50, interval: [40, 60] as [number, number], weight: 1 };
    expect(scoreInterval([one, { ...one, interval: null }])).toBeNull();
    expect(scoreInterval([one, { ...one, score: null }])).toBeNull();
    expect(scoreInterval([])).toBeNull();
  });

  it('holds the true mean of independent scores in 95 % of simulated runs', () => {
    const random = seededRandom(12);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    const truth = [40, 50, 70];
    const runs = 2000;
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const [low, high] = scoreInterval(
        truth.map((centre, k) => {
          const sd = k + 1;
          const score = centre + sd * normal();
          return { score, interval: [score - 1.96 * sd, score + 1.96 * sd], weight: k + 1 };
        }),
      ) ?? [0, 0];
      const mean = (40 + 100 + 210) / 6;
      if (low <= mean && mean <= high) held++;
    }
    expect(Math.abs(held / runs - 0.95)).toBeLessThan(0.015);
  });
});
