import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isEquivalent } from '../../../src/analysis/comparisons/equivalence.ts';
import { verdictOf } from '../../../src/analysis/comparisons/verdict.ts';

const limits = { delta: 0.01, margin: 0.01 };

it.each([
  [1.05, [1.03, 1.07], 'slower', true],
  [0.95, [0.93, 0.97], 'faster', true],
  [1.0101, [1.0001, 1.02], 'slower', true],
  [1.0, [0.995, 1.005], 'same', true],
  [1.004, [1.001, 1.007], 'same', true],
  [1.008, [1.001, 1.015], 'negligible', true],
  [0.995, [0.98, 0.999], 'negligible', true],
  [1.05, [0.99, 1.12], 'inconclusive', false],
  [1.05, [1.0, 1.12], 'inconclusive', false],
  [1.0, [0.995, 1.02], 'inconclusive', false],
] as const)('calls %d with %j %s', (ratio, interval, verdict, settled) => {
  expect(verdictOf(ratio, [...interval], limits)).toEqual({ verdict, settled });
});

it('prefers a difference to sameness where the margin is wide', () => {
  expect(verdictOf(1.03, [1.02, 1.04], { delta: 0.01, margin: 0.05 }).verdict).toBe('slower');
  expect(verdictOf(1.01, [0.99, 1.04], { delta: 0.01, margin: 0.05 }).verdict).toBe('same');
});

it('says nothing without an interval', () => {
  expect(verdictOf(2, null, limits)).toEqual({ verdict: 'inconclusive', settled: false });
  expect(verdictOf(null, null, limits)).toEqual({ verdict: 'inconclusive', settled: false });
});

const mirrored = {
  faster: 'slower',
  slower: 'faster',
  same: 'same',
  negligible: 'negligible',
  inconclusive: 'inconclusive',
};
const log = fc.double({ min: -0.1, max: 0.1, noNaN: true });
const reach = fc.double({ min: 1e-4, max: 0.1, noNaN: true });

it('is mirrored when a and b change places', () => {
  fc.assert(
    fc.property(log, reach, reach, (theta, below, above) => {
      const [ratio, low, high] = [theta, theta - below, theta + above].map(Math.exp) as [
        number,
        number,
        number,
      ];
      const [one, other] = [
        verdictOf(ratio, [low, high], limits),
        verdictOf(1 / ratio, [1 / high, 1 / low], limits),
      ];
      expect(other.verdict).toBe(mirrored[one.verdict]);
    }),
    { numRuns: 500 },
  );
});

it('never calls a difference what may be none, nor the same what may differ', () => {
  fc.assert(
    fc.property(log, reach, reach, (theta, below, above) => {
      const interval: [number, number] = [Math.exp(theta - below), Math.exp(theta + above)];
      const { verdict } = verdictOf(Math.exp(theta), interval, limits);
      if (verdict === 'slower') expect(interval[0]).toBeGreaterThan(1);
      if (verdict === 'faster') expect(interval[1]).toBeLessThan(1);
      expect(verdict === 'same').toBe(isEquivalent(interval, 0.01));
    }),
  );
});
