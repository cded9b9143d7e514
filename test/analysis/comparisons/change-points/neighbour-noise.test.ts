import { expect, it } from 'vitest';
import {
  neighbourNoise,
  neighbourResemblance,
} from '../../../../src/analysis/comparisons/change-points/neighbour-noise.ts';
import { seededRandom } from '../../../../src/analysis/random.ts';
import { autocorrelated } from '../simulated-noise.ts';

const random = seededRandom(4);
const stepped = (values: readonly number[]) => values.map((value, t) => value + (t % 100 >= 50 ? 10 : 0));

it('is the standard deviation of normal noise, steps or none', () => {
  const values = autocorrelated(random, 2000, 0);
  expect(neighbourNoise(values)).toBeGreaterThan(0.95);
  expect(neighbourNoise(values)).toBeLessThan(1.05);
  expect(neighbourNoise(stepped(values)) / neighbourNoise(values)).toBeLessThan(1.1);
});

it('is 0 only where all values are the same', () => {
  expect(neighbourNoise([3, 3, 3, 3])).toBe(0);
  expect(neighbourNoise([3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4])).toBeGreaterThan(0);
  expect(neighbourNoise([])).toBe(0);
});

it('finds how much a run resembles the one before, steps or none, and takes some for granted', () => {
  expect(neighbourResemblance(autocorrelated(random, 3000, 0))).toBe(0.3);
  const alike = autocorrelated(random, 3000, 0.6);
  expect(Math.abs(neighbourResemblance(alike) - 0.6)).toBeLessThan(0.1);
  expect(Math.abs(neighbourResemblance(stepped(alike)) - 0.6)).toBeLessThan(0.15);
  expect(neighbourResemblance(autocorrelated(random, 3000, 0.99))).toBe(0.8);
});

it('takes the least for granted where a series is short', () => {
  expect(neighbourResemblance(autocorrelated(random, 20, 0.9))).toBe(0.3);
});
