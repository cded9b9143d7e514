import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assignments,
  combinations,
  differencesOf,
  exactP,
  permutationP,
  permutedSums,
  smallestP,
} from '../../../src/analysis/comparisons/stratified-permutation.ts';
import { seededRandom } from '../../../src/analysis/random.ts';

const value = fc.integer({ min: -20, max: 20 });
const arm = fc.array(value, { minLength: 1, maxLength: 4 });
const strata = fc.array(fc.record({ baseline: arm, tools: arm }), { minLength: 1, maxLength: 2 });
type Strata = { baseline: number[]; tools: number[] }[];

const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
const statistic = (all: Strata) =>
  all.reduce((sum, { baseline, tools }) => sum + mean(tools) - mean(baseline), 0);

/** Every mask of bits over the rows that leaves each stratum its numbers: the definition, and nothing clever. */
function bruteForce(all: Strata): number {
  const options = all.map(({ baseline, tools }) => {
    const rows = [...baseline, ...tools];
    const masks = Array.from({ length: 2 ** rows.length }, (_, mask) => mask);
    return masks
      .map((mask) => ({
        baseline: rows.filter((_, i) => !(mask & (1 << i))),
        tools: rows.filter((_, i) => mask & (1 << i)),
      }))
      .filter((dealt) => dealt.tools.length === tools.length);
  });
  let dealings: Strata[] = [[]];
  for (const own of options) dealings = dealings.flatMap((before) => own.map((one) => [...before, one]));
  const limit = Math.abs(statistic(all)) - 1e-9;
  return dealings.filter((dealt) => Math.abs(statistic(dealt)) >= limit).length / dealings.length;
}

describe('exactP', () => {
  it('equals brute force', () => {
    fc.assert(
      fc.property(strata, (all) => {
        expect(exactP(all)).toBeCloseTo(bruteForce(all), 12);
      }),
      { numRuns: 60 },
    );
  });

  it('is 2 in 20 for three against three without overlap, and then the smallest there is', () => {
    expect(exactP([{ baseline: [1, 2, 3], tools: [4, 5, 6] }])).toBeCloseTo(0.1, 12);
    expect(smallestP(assignments([{ baseline: 3, tools: 3 }]))).toBeCloseTo(0.1, 12);
  });

  it('is 1 where nothing differs', () => {
    expect(exactP([{ baseline: [0.1, 0.1, 0.1], tools: [0.1, 0.1] }])).toBe(1);
  });

  it('does not mix strata: a level of its own for each changes nothing', () => {
    fc.assert(
      fc.property(strata, value, (all, shift) => {
        const moved = all.map(({ baseline, tools }, i) => ({
          baseline: baseline.map((x) => x + i * shift),
          tools: tools.map((x) => x + i * shift),
        }));
        expect(exactP(moved)).toBeCloseTo(exactP(all), 12);
      }),
      { numRuns: 40 },
    );
  });
});

describe('permutedSums', () => {
  const rows = Float64Array.from([1, 2, 4, 8, 16]);
  const none = new Float64Array(5);

  it.each([1, 2, 3, 4])('deals %d of five rows to the tools arm, all dealings equally often', (tools) => {
    const count = 20_000;
    const [sums] = permutedSums([rows, none, none, none], tools, count, seededRandom(3));
    const seen = new Map<number, number>();
    for (const sum of sums) seen.set(sum, (seen.get(sum) ?? 0) + 1);
    expect(seen.size).toBe(combinations(5, tools));
    for (const [sum, times] of seen) {
      expect(sum.toString(2).replaceAll('0', '')).toHaveLength(tools);
      expect(Math.abs((times * seen.size) / count - 1)).toBeLessThan(0.1);
    }
  });

  it('keeps the values of a row together', () => {
    const twice = rows.map((x) => 2 * x);
    const [one, two] = permutedSums([rows, twice, none, none], 2, 100, seededRandom(4));
    expect([...two]).toEqual([...one].map((x) => 2 * x));
  });

  it('gives about the exact p value', () => {
    const [baseline, tools] = [
      [3, 5, 1, 4, 6],
      [5, 7, 8, 4, 9],
    ];
    const columns = Float64Array.from([...baseline, ...tools]);
    const empty = new Float64Array(10);
    const [sums] = permutedSums([columns, empty, empty, empty], 5, 20_000, seededRandom(8));
    const size = { baseline: 5, tools: 5 };
    const effects = differencesOf(sums, 52, size);
    const observed = statistic([{ baseline, tools }]);
    expect(permutationP(observed, effects, 9)).toBeCloseTo(exactP([{ baseline, tools }]), 2);
  });
});

describe('permutationP', () => {
  it('counts the observed assignment, so that it is never 0', () => {
    expect(permutationP(5, Float64Array.from([1, -2, 3]), 5)).toBe(1 / 4);
    expect(permutationP(-2, Float64Array.from([1, -2, 3]), 5)).toBe(3 / 4);
  });
});

it('counts assignments without overflow', () => {
  expect(combinations(10, 5)).toBe(252);
  expect(
    assignments([
      { baseline: 3, tools: 3 },
      { baseline: 2, tools: 3 },
    ]),
  ).toBe(200);
  expect(smallestP(combinations(5000, 2500))).toBe(0);
});
