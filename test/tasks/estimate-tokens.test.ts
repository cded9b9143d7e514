import fc from 'fast-check';
import { expect, it } from 'vitest';
import { estimateTokens } from '../../src/tasks/estimate-tokens.ts';

it('is four characters to a token, rounded up', () => {
  expect([0, 1, 4, 5, 4000].map((length) => estimateTokens('x'.repeat(length)))).toEqual([0, 1, 1, 2, 1000]);
});

it('never gets less by more text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(estimateTokens(a + b)).toBeGreaterThanOrEqual(estimateTokens(a));
      expect(estimateTokens(a + b)).toBeLessThanOrEqual(estimateTokens(a) + estimateTokens(b));
    }),
  );
});
