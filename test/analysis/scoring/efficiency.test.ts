import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Effort, efficiencyScore } from '../../../src/analysis/scoring/efficiency.ts';

const effort = fc.record({
  tokens: fc.integer({ min: 1, max: 100_000 }),
  seconds: fc.double({ min: 0.001, max: 600, noNaN: true }),
  quality: fc.double({ min: 0.01, max: 1, noNaN: true }),
});
const efforts = fc.array(effort, { minLength: 1, maxLength: 12 });
const score = (all: readonly Effort[], finished = all.length) => efficiencyScore(all, finished) ?? Number.NaN;
const first = (all: readonly Effort[], change: (one: Effort) => Partial<Effort>) =>
  all.map((one, i) => (i === 0 ? { ...one, ...change(one) } : one));

describe('efficiencyScore', () => {
  it('is 1000 q / √(tokens × seconds) for one sample', () => {
    expect(score([{ tokens: 1000, seconds: 10, quality: 0.8 }])).toBeCloseTo(8, 12);
  });

  it('doubles when tokens and time are halved, and when twice as many succeed', () => {
    const one = { tokens: 1000, seconds: 10, quality: 0.8 };
    expect(score([{ ...one, tokens: 500, seconds: 5 }])).toBeCloseTo(16, 12);
    expect(score([one, one], 2) / score([one], 2)).toBeCloseTo(2, 12);
  });

  it('falls with tokens and time and rises with quality, each by itself', () => {
    fc.assert(
      fc.property(efforts, (all) => {
        expect(score(first(all, ({ tokens }) => ({ tokens: 2 * tokens })))).toBeLessThan(score(all));
        expect(score(first(all, ({ seconds }) => ({ seconds: 2 * seconds })))).toBeLessThan(score(all));
        expect(score(first(all, ({ quality }) => ({ quality: (quality ?? 0) / 2 })))).toBeLessThan(
          score(all),
        );
        expect(score(all, all.length + 1)).toBeLessThan(score(all));
      }),
    );
  });

  it('is not decided by one stalled answer', () => {
    const usual = { tokens: 1000, seconds: 1, quality: 1 };
    const all = Array.from({ length: 20 }, () => usual);
    expect(score([...all, { ...usual, seconds: 300 }]) / score(all)).toBeGreaterThan(0.85);
  });

  it('is null without an answer, or where an answer could not be graded', () => {
    expect(efficiencyScore([], 5)).toBeNull();
    expect(efficiencyScore([{ tokens: 1, seconds: 1, quality: null }], 1)).toBeNull();
  });
});
