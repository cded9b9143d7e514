import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isEquivalent } from '../../../src/analysis/comparisons/equivalence.ts';
import { isolateInterval } from '../../../src/analysis/comparisons/isolate-interval.ts';
import { expInterval } from '../../../src/analysis/comparisons/pair-log-ratio.ts';
import { studentCritical } from '../../../src/analysis/comparisons/student-t.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { normal } from './simulated-noise.ts';

it('takes the whole interval within the margin, which is symmetric for ratios', () => {
  expect(isEquivalent([0.995, 1.009], 0.01)).toBe(true);
  expect(isEquivalent([0.995, 1.01], 0.01)).toBe(false);
  expect(isEquivalent([1 / 1.0099, 1], 0.01)).toBe(true);
  expect(isEquivalent([0.99, 1], 0.01)).toBe(false);
  expect(isEquivalent(null, 0.01)).toBe(false);
});

it('says what both one-sided t tests say together', () => {
  const effects = fc.array(fc.double({ min: -0.02, max: 0.02, noNaN: true }), { minLength: 3, maxLength: 9 });
  fc.assert(
    fc.property(effects, (own) => {
      const n = own.length;
      const centre = own.reduce((sum, each) => sum + each, 0) / n;
      const error = Math.sqrt(own.reduce((sum, each) => sum + (each - centre) ** 2, 0) / (n - 1) / n);
      if (error < 1e-9) return;
      const [bound, critical] = [Math.log1p(0.01), studentCritical(n - 1, 0.95)];
      const [above, below] = [(centre + bound) / error, (bound - centre) / error];
      if ([above, below].some((t) => Math.abs(t - critical) < 1e-6)) return;
      const interval = expInterval(isolateInterval(own, 0.95));
      expect(isEquivalent(interval, 0.01)).toBe(above > critical && below > critical);
    }),
  );
});

it('claims sameness of a ratio at the margin in at most 2.5 % of simulated runs', () => {
  const random = seededRandom(11);
  const runs = 4000;
  let claims = 0;
  for (let run = 0; run < runs; run++) {
    const effects = Array.from({ length: 8 }, () => Math.log1p(0.01) + 0.004 * normal(random));
    if (isEquivalent(expInterval(isolateInterval(effects, 0.95)), 0.01)) claims++;
  }
  // Three standard errors are 0.74 points.
  expect(claims / runs).toBeLessThan(0.0325);
  expect(claims / runs).toBeGreaterThan(0.0175);
});
