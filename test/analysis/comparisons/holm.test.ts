import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from '../../../src/analysis/comparisons/holm.ts';

const family = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 });
const adjusted = (values: readonly number[]) => holm(values).map((p) => p ?? Number.NaN);

describe('holm', () => {
  it('multiplies the smallest by 4, the next by 3 and so on, and never falls', () => {
    const expected = [0.03, 0.06, 0.06, 0.02];
    for (const [i, p] of adjusted([0.01, 0.04, 0.03, 0.005]).entries()) {
      expect(p).toBeCloseTo(expected[i] ?? Number.NaN, 12);
    }
  });

  it('is never below the raw value, never above Bonferroni and never above 1', () => {
    fc.assert(
      fc.property(family, (values) => {
        for (const [i, p] of adjusted(values).entries()) {
          const raw = values[i] ?? Number.NaN;
          expect(p).toBeGreaterThanOrEqual(raw);
          expect(p).toBeLessThanOrEqual(Math.min(1, values.length * raw));
        }
      }),
    );
  });

  it('keeps the order of the raw values', () => {
    fc.assert(
      fc.property(family, (values) => {
        const pairs = adjusted(values).map((p, i) => ({ p, raw: values[i] ?? Number.NaN }));
        pairs.sort((a, b) => a.raw - b.raw);
        for (const [i, { p }] of pairs.entries()) expect(p).toBeGreaterThanOrEqual(pairs[i - 1]?.p ?? 0);
      }),
    );
  });

  it('leaves out what was not tested', () => {
    expect(holm([null, 0.02, null, 0.02])).toEqual([null, 0.04, null, 0.04]);
    expect(holm([])).toEqual([]);
  });

  it.each([-0.1, 1.1, Number.NaN])('refuses %d', (bad) => {
    expect(() => holm([bad])).toThrow(RangeError);
  });
});
