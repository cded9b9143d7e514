import fc from 'fast-check';
import { expect, it } from 'vitest';
import { signAgreement } from '../../../src/analysis/comparisons/sign-agreement.ts';

it('counts the isolates on the side of the whole, those at 0 as half', () => {
  expect(signAgreement([0.1, 0.2, -0.1, 0.3], 0.1)).toBe(0.75);
  expect(signAgreement([-0.1, -0.2, 0], -0.1)).toBeCloseTo(5 / 6, 12);
});

it('is the same for b against a as for a against b', () => {
  const effect = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(effect), effect, (effects, whole) => {
      const turned = effects.map((each) => -each);
      expect(signAgreement(turned, -whole)).toBe(signAgreement(effects, whole));
    }),
  );
});

it('is null where there is no side', () => {
  expect(signAgreement([0.1], 0)).toBeNull();
  expect(signAgreement([], 1)).toBeNull();
});
