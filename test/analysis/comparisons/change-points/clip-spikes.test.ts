import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clipSpikes } from '../../../../src/analysis/comparisons/change-points/clip-spikes.ts';
import { seededRandom } from '../../../../src/analysis/random.ts';
import { normal } from '../simulated-noise.ts';

const noise = (n: number, seed = 1) => {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => 0.01 * normal(random));
};

it.each([
  ['one run', [9]],
  ['two runs in a row', [9, 10]],
  ['the last run', [19]],
])('cuts a spike of %s', (_, at) => {
  const values = noise(20).map((value, t) => value + (at.includes(t) ? 1 : 0));
  for (const t of at) expect(clipSpikes(values)[t]).toBeLessThan(0.2);
});

it.each([
  ['in the middle', 10],
  ['before the last three', 17],
  ['after the first three', 3],
])('leaves a step %s as it is', (_, at) => {
  const values = noise(20).map((value, t) => value + (t >= at ? 1 : 0));
  const cleaned = clipSpikes(values);
  for (const [t, value] of cleaned.entries()) expect(Math.abs(value - (values[t] ?? 0))).toBeLessThan(0.05);
});

it('moves and scales with the values', () => {
  const values = fc.array(
    fc.integer({ min: -5000, max: 5000 }).map((thousandths) => thousandths / 1000),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(values, (own) => {
      const cleaned = clipSpikes(own);
      const moved = clipSpikes(own.map((value) => 2 * value + 1));
      for (const [t, value] of cleaned.entries()) expect(moved[t]).toBeCloseTo(2 * value + 1, 9);
    }),
  );
});

it('leaves equal values alone', () => {
  expect(clipSpikes([2, 2, 2, 2])).toEqual([2, 2, 2, 2]);
  expect(clipSpikes([])).toEqual([]);
});
