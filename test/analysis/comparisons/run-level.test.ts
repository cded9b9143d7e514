import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runLevel } from '../../../src/analysis/comparisons/run-level.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { powerOfTwo } from '../arbitraries.ts';
import { normal } from './simulated-noise.ts';

const times = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 12 });
const blocks = fc.array(fc.record({ subject: times, basis: times }), { minLength: 1, maxLength: 6 });

/** 1 to 11 times `unit`: the tenth percentile is 2. */
const eleven = (unit: number) => Array.from({ length: 11 }, (_, k) => (11 - k) * unit);

it('is the median over isolates of the tenth percentiles, one against the other', () => {
  const { level, variance, isolates } = runLevel([
    { subject: eleven(1), basis: eleven(1) },
    { subject: eleven(3), basis: eleven(1) },
    { subject: eleven(9), basis: eleven(1) },
  ]);
  expect(level).toBeCloseTo(Math.log(3), 12);
  expect(variance).toBeCloseTo(Math.log(3) ** 2, 12);
  expect(isolates).toBe(3);
});

it('does not see a machine that is slower as a whole', () => {
  fc.assert(
    fc.property(blocks, powerOfTwo, (all, factor) => {
      const slower = all.map((each) => ({
        subject: each.subject.map((ms) => ms * factor),
        basis: each.basis.map((ms) => ms * factor),
      }));
      expect(runLevel(slower).level).toBeCloseTo(Number(runLevel(all).level), 9);
    }),
  );
});

it('hardly moves where half of the slices are interrupted', () => {
  const random = seededRandom(3);
  const slices = (interrupted: number) =>
    Array.from({ length: 200 }, () =>
      Math.exp(0.02 * normal(random) + (random.next() < interrupted ? random.next() : 0)),
    );
  const run = (interrupted: number) =>
    runLevel(Array.from({ length: 8 }, () => ({ subject: slices(interrupted), basis: slices(0) })));
  expect(Math.abs(Number(run(0.5).level) - Number(run(0).level))).toBeLessThan(0.02);
});

it('leaves out isolates where one side is missing', () => {
  expect(runLevel([{ subject: [1], basis: [] }])).toEqual({ level: null, variance: null, isolates: 0 });
  expect(
    runLevel([
      { subject: [2], basis: [1] },
      { subject: [], basis: [1] },
    ]),
  ).toEqual({
    level: Math.log(2),
    variance: null,
    isolates: 1,
  });
});

it('refuses times that are not positive', () => {
  expect(() => runLevel([{ subject: [0, 0], basis: [1] }])).toThrow(RangeError);
});
