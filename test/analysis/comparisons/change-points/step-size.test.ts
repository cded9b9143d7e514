import { expect, it } from 'vitest';
import { stepSize } from '../../../../src/analysis/comparisons/change-points/step-size.ts';
import { seededRandom } from '../../../../src/analysis/random.ts';
import { autocorrelated, heavyTailed } from '../simulated-noise.ts';

it("is the difference of means with Student's interval of two samples", () => {
  // No spikes; pooled variance 10 / 8 each... sd of 1..5 is sqrt(2.5), t of 8 degrees of freedom is 2.3060.
  const { size, ci95 } = stepSize([1, 3, 5, 2, 4], [11, 13, 15, 12, 14], 0);
  expect(size).toBeCloseTo(10, 12);
  expect((ci95[1] - ci95[0]) / 2).toBeCloseTo(2.306 * Math.sqrt(2.5 * 0.4), 3);
});

it('is wider as runs resemble each other', () => {
  const [before, after] = [
    [1, 3, 5, 2, 4],
    [11, 13, 15, 12, 14],
  ];
  const width = (phi: number) => {
    const { ci95 } = stepSize(before, after, phi);
    return ci95[1] - ci95[0];
  };
  expect(width(0.6) / width(0)).toBeCloseTo(2, 9);
});

it.each([
  [10, 10],
  [10, 3],
  [30, 20],
])('holds the true size of a step of %d and %d simulated runs', (before, after) => {
  const random = seededRandom(8);
  const runs = 600;
  let [resembling, heavy] = [0, 0];
  const holds = (earlier: number[], later: number[]) => {
    const { ci95 } = stepSize(
      earlier,
      later.map((value) => 5 + value),
      0.3,
    );
    return Number(ci95[0] <= 5 && ci95[1] >= 5);
  };
  for (let run = 0; run < runs; run++) {
    const values = autocorrelated(random, before + after, 0.3);
    resembling += holds(values.slice(0, before), values.slice(before));
    const wild = values.map(() => heavyTailed(random));
    heavy += holds(wild.slice(0, before), wild.slice(before));
  }
  expect(resembling / runs).toBeGreaterThanOrEqual(0.93);
  expect(heavy / runs).toBeGreaterThanOrEqual(0.93);
});
