import { describe, expect, it } from 'vitest';
import { detectableEffect } from '../../../src/analysis/comparisons/detectable-effect.ts';
import { ratioAt } from '../../../src/analysis/comparisons/ratio-at.ts';
import { verdictOf } from '../../../src/analysis/comparisons/verdict.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { simulateBlock } from './simulated-noise.ts';

const limits = { delta: 0.01, margin: 0.01 };
const level = 0.984;

describe('detectableEffect', () => {
  it.each([
    [4, 0.003],
    [8, 0.003],
    [8, 0.02],
  ])(
    'is found in about four of five simulated runs of %d isolates that differ by %d',
    (isolates, isolateSd) => {
      const random = seededRandom(17);
      const runs = 150;
      const run = (effect: number) =>
        ratioAt(
          Array.from({ length: isolates }, () => simulateBlock(random, { pairs: 60, effect, isolateSd })),
          level,
        );
      const effects = Array.from({ length: runs }, () => Number(detectableEffect(run(0), limits.delta)));
      const typical = effects.reduce((sum, effect) => sum + effect, 0) / runs;
      let found = 0;
      for (let k = 0; k < 2 * runs; k++) {
        const { ratio, interval } = run(Math.log1p(typical));
        if (verdictOf(ratio, interval, limits).verdict === 'slower') found++;
      }
      // It is told from one run, whose widths scatter as well.
      expect(found / (2 * runs)).toBeGreaterThan(0.7);
      expect(found / (2 * runs)).toBeLessThan(0.95);
    },
  );

  const estimate = {
    ratio: 1,
    interval: [Math.exp(-0.02), Math.exp(0.02)] as [number, number],
    standard_error: 0.01,
    isolates: 8,
    pair_reach: 0.02,
    isolate_reach: 0.001,
  };

  it('is half the width and 0.84 standard errors where the pairs say how wide', () => {
    expect(Math.log1p(Number(detectableEffect(estimate, 0.01)))).toBeCloseTo(0.02 + 0.8416 * 0.01, 5);
  });

  it('is more where a few isolates say how wide', () => {
    const few = { ...estimate, isolates: 4, isolate_reach: 0.02 };
    expect(Number(detectableEffect(few, 0.01))).toBeGreaterThan(Number(detectableEffect(estimate, 0.01)));
  });

  it('goes by the degrees of freedom given where only the width is known', () => {
    const { pair_reach, isolate_reach, ...saved } = estimate;
    const asIsolates = { ...estimate, pair_reach, isolate_reach: Math.max(pair_reach, 2 * isolate_reach) };
    expect(detectableEffect(saved, 0.01)).toBe(detectableEffect(asIsolates, 0.01));
    expect(detectableEffect({ ...saved, isolates: 0 }, 0.01)).toBe(detectableEffect(estimate, 0.01));
  });

  it('is never below delta, however narrow the interval', () => {
    const narrow = { ...estimate, interval: [0.9999, 1.0001] as [number, number], standard_error: 1e-5 };
    expect(detectableEffect(narrow, 0.01)).toBeGreaterThan(0.01);
    expect(detectableEffect(narrow, 0.01)).toBeLessThan(0.0101);
  });

  it('grows with the power asked for and is unknown without an interval', () => {
    expect(Number(detectableEffect(estimate, 0.01, 0.95))).toBeGreaterThan(
      Number(detectableEffect(estimate, 0.01)),
    );
    expect(detectableEffect({ ...estimate, interval: null }, 0.01)).toBeNull();
  });
});
