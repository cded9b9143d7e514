import { median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { ratioAt } from '../../../src/analysis/comparisons/ratio-at.ts';
import { regressionGate } from '../../../src/analysis/comparisons/regression-gate.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { simulateBlock } from './simulated-noise.ts';

const agreeing = [1.07, 1.08, 1.075, 1.085];
const estimate = { ratio: 1.08, interval: [1.06, 1.1] as [number, number] };

describe('regressionGate', () => {
  it('fails where bound, estimate and isolates say so', () => {
    const gate = regressionGate(estimate, agreeing, 0.05);
    expect(gate.failed).toBe(true);
    expect(gate.reasons).toEqual([
      'the lower bound 1.060× is above 1.000×',
      'the estimate 1.080× is at or above the threshold 1.050×',
      expect.stringMatching(/^4 isolates agree that it is slower \(p = 0\.00/),
    ]);
  });

  it.each([
    ['the bound touches 1', { ...estimate, interval: [1, 1.1] as [number, number] }, agreeing],
    ['the estimate is below the threshold', { ...estimate, ratio: 1.049 }, agreeing],
    ['an isolate is far off', estimate, [1.01, 1.02, 1.01, 1.4]],
    ['the isolates say faster', estimate, agreeing.map((ratio) => 1 / ratio)],
    ['there is one isolate', estimate, [1.08]],
    ['there is no interval', { ratio: 1.08, interval: null }, agreeing],
    ['nothing was measured', { ratio: null, interval: null }, []],
  ])('does not fail where %s', (_, measured, isolates) => {
    expect(regressionGate(measured, isolates, 0.05).failed).toBe(false);
  });

  it('asks in its strict form for the interval beyond the threshold', () => {
    expect(regressionGate(estimate, agreeing, 0.05, true).failed).toBe(true);
    expect(regressionGate({ ...estimate, interval: [1.04, 1.1] }, agreeing, 0.05, true).failed).toBe(false);
  });

  it('takes the interval alone where each run is a process of its own', () => {
    const gate = regressionGate(estimate, null, 0.05);
    expect(gate.failed).toBe(true);
    expect(gate.reasons).toHaveLength(2);
  });

  it('finds a true +10 % and lets +2 % and no change pass in simulated runs', () => {
    const random = seededRandom(41);
    const failures = (effect: number) =>
      Array.from({ length: 60 }, () => {
        const blocks = Array.from({ length: 4 }, () =>
          simulateBlock(random, { pairs: 60, effect: Math.log1p(effect), isolateSd: 0.003 }),
        );
        const isolates = blocks.map(({ logRatios }) => Math.exp(median([...logRatios])));
        return regressionGate(ratioAt(blocks, 0.984), isolates, 0.05).failed;
      }).filter(Boolean).length;
    expect(failures(0)).toBe(0);
    expect(failures(0.02)).toBe(0);
    expect(failures(0.1)).toBeGreaterThanOrEqual(58);
  });
});
