import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import count from '../../../src/analysis/statistics/count.ts';
import { groups } from '../arbitraries.ts';

describe('count', () => {
  it('adds up the isolates', () => {
    fc.assert(
      fc.property(groups, (g) => {
        const { samples } = count.compute({ groups: g, seed: 1 });
        expect(samples).toBe(g.reduce((sum, group) => sum + group.length, 0));
      }),
    );
  });
});
