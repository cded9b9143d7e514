import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classesOf, countChanged } from '../../../src/timing/capstone/predictions.ts';

/** Ten logits of which these are not zero. */
const row = (some: Record<number, number>) => Array.from({ length: 10 }, (_, i) => some[i] ?? 0);
const logits = (...rows: number[][]) => Float32Array.from(rows.flat());
const anyLogits = fc
  .array(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 10, maxLength: 10 }), {
    maxLength: 20,
  })
  .map((rows) => logits(...rows));

describe('classesOf', () => {
  it('writes the index of each greatest logit, the first of equals', () => {
    expect(classesOf(logits(row({ 3: 2, 4: 1 }), row({ 9: 0.1 }), row({ 5: 1, 7: 1 })))).toBe('395');
  });
});

describe('countChanged', () => {
  it.each([
    ['another class', row({ 1: 1, 2: 0.5 }), row({ 2: 1 }), 1],
    ['the same class by other numbers', row({ 1: 1 }), row({ 1: 90, 3: 80 }), 0],
    ['a class that was as good within 5 % of the range', row({ 1: 1, 2: 0.96 }), row({ 2: 1 }), 0],
    ['a class that was worse by more than that', row({ 1: 1, 2: 0.94 }), row({ 2: 1 }), 1],
    ['NaN beside the same class', row({ 1: 1 }), row({ 1: 1, 4: Number.NaN }), 1],
    ['all NaN', row({}), row({}).fill(Number.NaN), 1],
    ['negative logits in a tie', Array.from(row({}), (_, i) => [-100, -5, -8][i] ?? -100), row({ 2: 1 }), 0],
  ])('judges %s', (_, first, second, expected) => {
    expect(countChanged(logits(first), logits(second))).toBe(expected);
  });

  it('finds nothing changed between equal passes', () => {
    fc.assert(fc.property(anyLogits, (first) => countChanged(first, first) === 0));
  });

  it('counts every NaN and never more than there are images', () => {
    fc.assert(
      fc.property(
        anyLogits,
        (first) =>
          countChanged(
            first,
            first.map(() => Number.NaN),
          ) ===
          first.length / 10,
      ),
    );
  });

  it('refuses passes of different length', () => {
    expect(() => countChanged(logits(row({})), logits())).toThrow(RangeError);
  });
});
