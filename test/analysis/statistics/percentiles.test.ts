import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import percentiles from '../../../src/analysis/statistics/percentiles.ts';
import { groups, powerOfTwo, shuffled } from '../arbitraries.ts';

const of = (samples: readonly number[]) => percentiles.compute({ groups: [samples], seed: 1 });
const upTo = (n: number) => Array.from({ length: n }, (_, k) => k + 1);

describe('percentiles', () => {
  it('interpolate between order statistics as type 7 does', () => {
    // (n - 1)q + 1 on the numbers 1..n
    expect(of(upTo(101))).toEqual({ p25: 26, p50: 51, p75: 76, p90: 91, p95: 96, p99: 100 });
    expect(of([10, 20])).toMatchObject({ p25: 12.5, p50: 15, p75: 17.5 });
  });

  it.each([
    ['p25', 1],
    ['p50', 1],
    ['p75', 1],
    ['p90', 10],
    ['p95', 20],
    ['p99', 100],
  ])('%s is null below %i samples', (name, needed) => {
    expect(of(upTo(needed - 1))[name]).toBeNull();
    expect(of(upTo(needed))[name]).toBeTypeOf('number');
  });

  it('pool the isolates and depend on no order', () => {
    const withOrder = groups.chain((g) => fc.tuple(fc.constant(g), shuffled(g.flat())));
    fc.assert(
      fc.property(withOrder, ([g, order]) => {
        expect(of(order)).toEqual(percentiles.compute({ groups: g, seed: 2 }));
      }),
    );
  });

  it('never fall from one to the next', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 100, maxLength: 300 }), (samples) => {
        const values = Object.values(of(samples)).map(Number);
        expect(values).toEqual(values.toSorted((a, b) => a - b));
      }),
    );
  });

  it('scale with the unit', () => {
    fc.assert(
      fc.property(groups, powerOfTwo, (g, factor) => {
        const scaled = of(g.flat().map((x) => x * factor));
        for (const [name, value] of Object.entries(of(g.flat()))) {
          expect(scaled[name]).toEqual(typeof value === 'number' ? value * factor : null);
        }
      }),
    );
  });

  it('refuse what is no number', () => {
    expect(() => of([1, Number.NaN])).toThrow(/NaN/);
    expect(() => of([1, Number.POSITIVE_INFINITY])).toThrow(RangeError);
  });
});
