import { describe, expect, it } from 'vitest';
import { commandRatioAt } from '../../../src/analysis/comparisons/command-ratio-at.ts';
import { type Estimate, ratioAt } from '../../../src/analysis/comparisons/ratio-at.ts';
import { settlingBudget } from '../../../src/analysis/comparisons/settling-budget.ts';
import { verdictOf } from '../../../src/analysis/comparisons/verdict.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { normal, simulateBlock } from './simulated-noise.ts';

const limits = { delta: 0.01, margin: 0.01 };
const estimate: Estimate = {
  ratio: 1,
  interval: [0.97, 1.03],
  level: 0.95,
  p: 0.5,
  standard_error: 0.015,
  pairs: 400,
  isolates: 8,
  isolate_spread: 1e-4,
  pair_reach: 3 * Math.log1p(0.01),
  isolate_reach: 1e-4,
};

describe('settlingBudget', () => {
  it('grows with the square of the precision that is missing', () => {
    const budget = settlingBudget(estimate, 2, limits);
    expect(budget?.seconds).toBeCloseTo(18, 9);
    expect(budget).toMatchObject({ isolates: 72, limited_by: 'pairs' });
  });

  it('solves for the isolates where they are what is scarce', () => {
    const budget = settlingBudget(
      { ...estimate, pair_reach: 1e-3, isolates: 4, isolate_spread: 0.01 },
      2,
      limits,
    );
    // t(R - 1) 0.01 / sqrt(R) <= ln 1.01: 6 isolates give 1.05 %, 7 give 0.925 %.
    expect(budget).toMatchObject({ isolates: 7, limited_by: 'isolates' });
    expect(budget?.seconds).toBeCloseTo(3.5, 9);
  });

  it('asks for four isolates where there was one', () => {
    const budget = settlingBudget(
      { ...estimate, pair_reach: 1e-3, isolates: 1, isolate_spread: null, isolate_reach: null },
      0.5,
      limits,
    );
    expect(budget).toEqual({ seconds: 2, isolates: 4, limited_by: 'isolates' });
  });

  it('names none beyond an hour, nor where nothing was measured', () => {
    expect(settlingBudget({ ...estimate, pair_reach: 1 }, 2, limits)).toBeNull();
    expect(settlingBudget({ ...estimate, isolate_spread: 1 }, 2, limits)).toBeNull();
    expect(settlingBudget({ ...estimate, pair_reach: null }, 2, limits)).toBeNull();
    expect(settlingBudget(estimate, 2, { delta: 0.01, margin: 0 })).toBeNull();
  });

  it('settles what was inconclusive in most simulated runs', () => {
    const random = seededRandom(23);
    const level = 0.984;
    let [inconclusive, settled] = [0, 0];
    while (inconclusive < 40) {
      const effect = 0.012 * random.next();
      const run = (isolates: number) =>
        ratioAt(
          Array.from({ length: isolates }, () =>
            simulateBlock(random, { pairs: 30, effect, isolateSd: 0.006 }),
          ),
          level,
        );
      const first = run(4);
      if (verdictOf(first.ratio, first.interval, limits).settled) continue;
      const budget = settlingBudget(first, 2, limits);
      if (budget === null) continue;
      inconclusive++;
      const { ratio, interval } = run(Math.round((4 * budget.seconds) / 2));
      if (verdictOf(ratio, interval, limits).settled) settled++;
    }
    // Half of all forecasts of a width are too small; the estimate that it starts from is uncertain besides.
    expect(settled / inconclusive).toBeGreaterThan(0.4);
  });

  it('counts runs only where each is a process of its own', () => {
    const random = seededRandom(29);
    const measured = commandRatioAt(
      Array.from({ length: 20 }, () => 0.001 + 0.05 * normal(random)),
      0.984,
    );
    const budget = settlingBudget(measured, 10, limits);
    expect(budget?.limited_by).toBe('pairs');
    expect(budget?.isolates).toBe(Math.ceil((20 * Number(budget?.seconds)) / 10));
  });
});
