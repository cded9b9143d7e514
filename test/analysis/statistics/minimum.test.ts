import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import minimum from '../../../src/analysis/statistics/minimum.ts';
import { groups } from '../arbitraries.ts';

describe('minimum', () => {
  it('is the smallest sample of any isolate, null without one', () => {
    fc.assert(
      fc.property(groups, (g) => {
        const { min } = minimum.compute({ groups: g, seed: 1 });
        expect(min).toBe(g.flat().length > 0 ? Math.min(...g.flat()) : null);
      }),
    );
  });
});
