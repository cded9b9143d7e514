import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crossingProbability } from '../../../src/analysis/comparisons/crossing-probability.ts';
import { normalTail } from '../../../src/analysis/comparisons/standard-normal.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { normal } from './simulated-noise.ts';

const looks = fc
  .array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 })
  .map((gaps) => gaps.map((_, k) => gaps.slice(0, k + 1).reduce((sum, gap) => sum + gap, 0)));

it.each([
  [[1, 2, 3, 4, 5], 2.2],
  [[1, 2, 4, 6, 8], 2],
  [[3, 4, 16], 1.8],
])('is how often simulated sums cross at the looks %j', (information, critical) => {
  const random = seededRandom(1);
  const runs = 20_000;
  let crossed = 0;
  for (let run = 0; run < runs; run++) {
    let [sum, at] = [0, 0];
    for (const now of information) {
      sum += Math.sqrt(now - at) * normal(random);
      at = now;
      if (Math.abs(sum) >= critical * Math.sqrt(now)) {
        crossed++;
        break;
      }
    }
  }
  const expected = crossingProbability(critical, information);
  expect(Math.abs(crossed / runs - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / runs));
});

it('lies between one look and as many independent ones, whatever the unit', () => {
  fc.assert(
    fc.property(looks, fc.double({ min: 0.5, max: 6, noNaN: true }), (information, critical) => {
      const one = 2 * normalTail(critical);
      const probability = crossingProbability(critical, information);
      expect(probability).toBeGreaterThanOrEqual(one * (1 - 1e-6));
      expect(probability).toBeLessThanOrEqual(1 - (1 - one) ** information.length + 1e-6);
      const scaled = crossingProbability(
        critical,
        information.map((now) => 7 * now),
      );
      expect(scaled / probability).toBeCloseTo(1, 9);
    }),
    { numRuns: 40 },
  );
});

it('hardly counts a look that comes right after another', () => {
  expect(crossingProbability(2, [1000, 1000.1]) / crossingProbability(2, [1000])).toBeLessThan(1.04);
});

it.each([[[0, 1]], [[2, 1]], [[1, 1]], [[Number.POSITIVE_INFINITY]]])(
  'refuses looks at %j',
  (information) => {
    expect(() => crossingProbability(2, information)).toThrow(RangeError);
  },
);
