import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type WeightedScore, weightedMean } from '../../../src/analysis/scoring/weighted-mean.ts';

const score = fc.double({ min: 0, max: 100, noNaN: true });
const weight = fc.double({ min: 0.01, max: 10, noNaN: true });
const weighted = fc.array<{ score: number; weight: number }>(fc.record({ score, weight }), {
  minLength: 1,
  maxLength: 6,
});

describe('weightedMean', () => {
  it('weighs', () => {
    expect(
      weightedMean([
        { score: 90, weight: 1 },
        { score: 50, weight: 3 },
      ]),
    ).toBe(60);
  });

  it('lies between the lowest and the highest score', () => {
    fc.assert(
      fc.property(weighted, (scores) => {
        const mean = Number(weightedMean(scores));
        expect(mean).toBeGreaterThanOrEqual(Math.min(...scores.map((s) => s.score)));
        expect(mean).toBeLessThanOrEqual(Math.max(...scores.map((s) => s.score)));
      }),
      { numRuns: 1000 },
    );
  });

  it('depends on the proportions of the weights only', () => {
    fc.assert(
      fc.property(weighted, weight, (scores, factor) => {
        const scaled = scores.map((s) => ({ ...s, weight: s.weight * factor }));
        expect(weightedMean(scaled)).toBeCloseTo(Number(weightedMean(scores)), 9);
      }),
    );
  });

  it('is null where a score is null or there is none', () => {
    fc.assert(
      fc.property(weighted, weight, fc.nat(6), (scores, w, position) => {
        const all: WeightedScore[] = scores;
        expect(weightedMean(all.toSpliced(position, 0, { score: null, weight: w }))).toBeNull();
      }),
    );
    expect(weightedMean([])).toBeNull();
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses the weight %d', (bad) => {
    expect(() => weightedMean([{ score: 1, weight: bad }])).toThrow(TypeError);
    expect(() => weightedMean([{ score: null, weight: bad }])).toThrow(TypeError);
  });
});
