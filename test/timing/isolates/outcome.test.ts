import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areEqual } from '../../../src/timing/equal-results.ts';
import { outcomeOf } from '../../../src/timing/isolates/outcome.ts';

const same = (a: unknown, b: unknown) => areEqual(outcomeOf(a), outcomeOf(b));

describe('what counts as an equal result', () => {
  it.each([
    ['fields in another order', { a: 1, b: 'x' }, { b: 'x', a: 1 }],
    ['a typed array and an array', Float64Array.of(1, 2.5), [1, 2.5]],
    ['zero and minus zero', [0], [-0]],
    ['not a number', [Number.NaN, 1], [Number.NaN, 1]],
    ['a sum in another order', 0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1],
    ['single precision', Float32Array.of(1, 100), [1.000001, 100.001]],
    ['nothing', undefined, null],
    ['a map', new Map([['a', 1]]), new Map([['a', 1]])],
    ['nested', { rows: [[1, 2], [3]], tag: 'x' }, { tag: 'x', rows: [Int8Array.of(1, 2), [3]] }],
  ])('%s', (_, a, b) => {
    expect(same(a, b)).toBe(true);
  });

  it.each([
    ['another integer far below the greatest', [1e12, 1], [1e12, 2]],
    ['another text', 'a', 'b'],
    ['a number as text', 1, '1'],
    ['another length', [1, 2], [1, 2, 3]],
    ['another field', { a: 1 }, { b: 1 }],
    ['nothing and something', undefined, 0],
    ['an error beyond rounding', [1.5, 2.5], [1.5, 2.6]],
    ['not a number and a number', [Number.NaN], [1.5]],
    ['infinities of both signs', [Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY]],
    ['other parts of the same text', ['ab', 'c'], ['a', 'bc']],
    ['bigints', 1n, 2n],
    ['dates', new Date(1), new Date(2)],
    ['rows cut elsewhere', [[1, 2], [3]], [[1], [2, 3]]],
  ])('not %s', (_, a, b) => {
    expect(same(a, b)).toBe(false);
  });

  it('has a hash that follows from the content alone', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 3 }), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(outcomeOf(reversed).hash).toBe(outcomeOf(value).hash);
      }),
    );
  });

  it('does not follow a cycle, and has no hash where there is no result', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(outcomeOf(cycle).hash).not.toBeNull();
    expect(outcomeOf(undefined).hash).toBeNull();
  });

  it('holds numbers beyond the first million to be exactly equal', () => {
    const long = new Float64Array(2 ** 20 + 1).fill(0.5);
    const other = long.with(0, 0.5 + 1e-12);
    expect(same(long, long.slice())).toBe(true);
    expect(same(long, other)).toBe(false);
    expect(same(long.subarray(1), other.subarray(1))).toBe(true);
  });
});
