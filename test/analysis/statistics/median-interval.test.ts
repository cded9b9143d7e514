import fc from 'fast-check';
import { median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/analysis/random.ts';
import medianInterval from '../../../src/analysis/statistics/median-interval.ts';
import { duration, powerOfTwo } from '../arbitraries.ts';

const of = (groups: readonly (readonly number[])[], seed = 1) =>
  medianInterval.compute({ groups, seed }).ci95;
const bounds = (groups: readonly (readonly number[])[], seed = 1): [number, number] => {
  const interval = of(groups, seed);
  if (!Array.isArray(interval)) throw new Error('There is no interval.');
  return interval;
};
const isolates = fc.array(fc.array(duration, { minLength: 3, maxLength: 12 }), {
  minLength: 2,
  maxLength: 4,
});

/** Normal noise within isolates, and between them, by Box and Muller. */
function simulate(seed: number, count: number, size: number, between: number): number[][] {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Array.from({ length: count }, () => {
    const centre = 100 + between * normal();
    return Array.from({ length: size }, () => centre + normal());
  });
}

describe('interval of the median', () => {
  it('follows from the seed alone', () => {
    const groups = simulate(1, 4, 20, 1);
    expect(of(groups, 5)).toEqual(of(groups, 5));
    expect(of(groups, 5)).not.toEqual(of(groups, 6));
  });

  it('is null for one isolate or fewer than six samples', () => {
    expect(of([])).toBeNull();
    expect(of([[1, 2, 3, 4, 5, 6, 7, 8], []])).toBeNull();
    expect(
      of([
        [1, 2],
        [3, 4, 5],
      ]),
    ).toBeNull();
    expect(
      of([
        [1, 2, 3],
        [3, 4, 5],
      ]),
    ).not.toBeNull();
  });

  it('lies within the samples, around their median', () => {
    fc.assert(
      fc.property(isolates, fc.nat(), (groups, seed) => {
        const [low, high] = bounds(groups, seed);
        expect(low).toBeGreaterThanOrEqual(Math.min(...groups.flat()));
        expect(high).toBeLessThanOrEqual(Math.max(...groups.flat()));
        expect(low).toBeLessThanOrEqual(median(groups.flat()));
        expect(high).toBeGreaterThanOrEqual(median(groups.flat()));
      }),
      { numRuns: 50 },
    );
  });

  it('does not depend on the order of samples within an isolate', () => {
    fc.assert(
      fc.property(isolates, (groups) => {
        expect(of(groups.map((group) => group.toReversed()))).toEqual(of(groups));
      }),
      { numRuns: 50 },
    );
  });

  it('scales with the unit', () => {
    fc.assert(
      fc.property(isolates, powerOfTwo, (groups, factor) => {
        const [low, high] = bounds(groups);
        expect(of(groups.map((group) => group.map((x) => x * factor)))).toEqual([
          low * factor,
          high * factor,
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it('sees how isolates differ, which pooling would hide', () => {
    const alike = bounds(simulate(3, 6, 100, 0));
    const apart = bounds(simulate(3, 6, 100, 5));
    expect((apart[1] - apart[0]) / (alike[1] - alike[0])).toBeGreaterThan(5);
  });

  it('holds the true median in most simulated runs', () => {
    const held = Array.from({ length: 100 }, (_, run) => bounds(simulate(run, 8, 15, 0.5), run)).filter(
      ([low, high]) => low <= 100 && 100 <= high,
    ).length;
    // Nominal 95; a percentile interval of 8 isolates falls a little short. The seeds are fixed.
    expect(held).toBeGreaterThanOrEqual(85);
  });

  it('agrees with sorting every resample', () => {
    const groups = [
      [1, 2, 2, 7],
      [3, 4, 4],
      [0, 9, 5, 5, 6],
    ];
    const random = seededRandom(9);
    const medians = Array.from({ length: 1000 }, () =>
      median(
        groups.flatMap(() => {
          const own = groups[random.integer(3)] ?? [];
          const sorted = own.toSorted((a, b) => a - b);
          return sorted.map(() => Number(sorted[random.integer(sorted.length)]));
        }),
      ),
    ).sort((a, b) => a - b);
    // Type 7: position 999 q, counted from 0
    const at = (position: number) => {
      const [low, high] = [Number(medians[Math.floor(position)]), Number(medians[Math.ceil(position)])];
      return low + (position - Math.floor(position)) * (high - low);
    };
    expect(of(groups, 9)).toEqual([at(999 * 0.025), at(999 * 0.975)]);
  });

  it('claims no more from thousands of calls in one isolate than from 250', () => {
    const many = simulate(4, 4, 5000, 0);
    const [low, high] = bounds(many);
    const fewer = bounds(simulate(4, 4, 250, 0));
    expect((high - low) / (fewer[1] - fewer[0])).toBeGreaterThan(0.5);
    expect(low <= median(many.flat()) && median(many.flat()) <= high).toBe(true);
  });
});
