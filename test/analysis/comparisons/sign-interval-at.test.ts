import fc from 'fast-check';
import { expect, it } from 'vitest';
import { signIntervalAt } from '../../../src/analysis/comparisons/sign-interval-at.ts';
import { signInterval, signTest } from '../../../src/analysis/comparisons/sign-test.ts';

const value = fc.double({ min: -5, max: 5, noNaN: true }).filter((x) => x !== 0);
const level = fc.double({ min: 0.5, max: 0.9999, noNaN: true });

it('is the usual interval at 95 %', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 60 }), (values) => {
      expect(signIntervalAt(values, 0.95)).toEqual(signInterval(values));
    }),
  );
});

it('leaves out 0 exactly where the test rejects it at that level', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), level, (values, confidence) => {
      const interval = signIntervalAt(values, confidence);
      const excludes = interval !== null && (interval[0] > 0 || interval[1] < 0);
      expect(excludes).toBe(Number(signTest(values)) <= 1 - confidence);
    }),
    { numRuns: 300 },
  );
});

it('widens with the level, until there is none', () => {
  const values = Array.from({ length: 8 }, (_, k) => k + 1);
  expect(signIntervalAt(values, 0.9)).toEqual([2, 7]);
  expect(signIntervalAt(values, 0.99)).toEqual([1, 8]);
  expect(signIntervalAt(values, 0.995)).toBeNull();
});

it.each([0, 1, 95])('refuses the level %d', (bad) => {
  expect(() => signIntervalAt([1], bad)).toThrow(RangeError);
});
