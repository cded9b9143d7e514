import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ShapeNumbers,
  shinglesOf,
  similarity,
  similarPairs,
} from '../../../../src/tasks/tools/clones/similar-pairs.ts';

const sets = fc.array(
  fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 1 }).map((list) => new Set(list)),
  {
    maxLength: 12,
  },
);

describe('similarPairs', () => {
  it('finds exactly the pairs that comparing every one with every other finds', async () => {
    await fc.assert(
      fc.property(sets, fc.constantFrom(0.5, 0.7, 0.8, 0.9, 1), (all, threshold) => {
        const expected: [number, number][] = [];
        all.forEach((set, index) => {
          for (let other = 0; other < index; other++) {
            if (similarity(all[other] ?? new Set(), set) >= threshold) expected.push([other, index]);
          }
        });
        const found = similarPairs(all, threshold).sort((a, b) => a[1] - b[1] || a[0] - b[0]);
        expect(found).toEqual(expected);
      }),
    );
  });
});

it('finds a pair that is exactly as similar as is asked', () => {
  const [small, large] = [new Set([0, 8, 4, 5, 7, 6]), new Set([0, 1, 9, 5, 4, 10, 6, 7, 8])];
  expect(similarity(small, large)).toBe(0.8);
  expect(similarPairs([small, large], 0.8)).toEqual([[0, 1]]);
});

describe('shinglesOf', () => {
  it('counts a repeated run as often as it is there', () => {
    const tokens = (text: string) => text.split(' ').map((each) => ({ kind: 'fixed' as const, text: each }));
    const numbers = new ShapeNumbers();
    const once = shinglesOf(tokens('a b c d'), numbers);
    const twice = shinglesOf(tokens('a b c d a b c d'), numbers);
    expect(once.size).toBe(1);
    expect(twice.size).toBe(5);
    expect(similarity(once, twice)).toBeCloseTo(2 / 6);
  });
});
