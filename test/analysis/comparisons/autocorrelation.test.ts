import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lagOneAutocorrelation } from '../../../src/analysis/comparisons/autocorrelation.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { autocorrelated } from './simulated-noise.ts';

it('is what the definition says', () => {
  // About 3: -2, -1, 0, 1, 2; products 2 + 0 + 0 + 2, squares 10.
  expect(lagOneAutocorrelation([[1, 2, 3, 4, 5]])).toBeCloseTo(0.4, 12);
  expect(lagOneAutocorrelation([[1, -1, 1, -1]])).toBeCloseTo(-0.75, 12);
});

it.each([0, 0.3, 0.7])('finds the coefficient %d of simulated series', (phi) => {
  const random = seededRandom(1);
  const series = Array.from({ length: 8 }, () => autocorrelated(random, 500, phi));
  expect(Math.abs(Number(lagOneAutocorrelation(series)) - phi)).toBeLessThan(0.05);
});

it('does not take different levels of isolates for resemblance, nor join their ends', () => {
  const random = seededRandom(2);
  const series = [0, 10, 20].map((level) => autocorrelated(random, 400, 0).map((value) => level + value));
  expect(Math.abs(Number(lagOneAutocorrelation(series)))).toBeLessThan(0.1);
});

it('lies between -1 and 1 and is null where nothing varies', () => {
  const series = fc.array(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { maxLength: 12 }));
  fc.assert(
    fc.property(series, (all) => {
      expect(Math.abs(lagOneAutocorrelation(all) ?? 0)).toBeLessThanOrEqual(1 + 1e-9);
    }),
  );
  expect(
    lagOneAutocorrelation([
      [1, 2],
      [3, 3, 3],
    ]),
  ).toBeNull();
});
