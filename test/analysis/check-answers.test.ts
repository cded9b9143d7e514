import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAnswers, toGrid } from '../../src/analysis/check-answers.ts';
import type { Step } from '../../src/schema/benchmark.ts';

const GRID = 1 / 64;
const steps: Step[] = [
  { name: 'added', operation: 'add', inputs: ['a', 'b'] },
  { name: 'total', operation: 'sum', inputs: ['added'] },
];
const answers = { added: [1, 2, 3], total: [6] };
const check = (values: Record<string, ArrayLike<number>>) => checkAnswers(steps, values, answers, GRID);

describe('checkAnswers', () => {
  it('finds nothing wrong with the answers themselves', () => {
    expect(check(answers)).toBeNull();
  });

  it('takes what is nearer than half a grid, and nothing further off', () => {
    const off = (by: number) => check({ added: [1, 2 + by, 3], total: [6] });
    expect([off(0.49 * GRID), off(-0.49 * GRID)]).toEqual([null, null]);
    expect([off(0.5 * GRID), off(-0.5 * GRID)]).not.toContain(null);
  });

  it('names operation, step, place, expected and got', () => {
    expect(check({ added: [1, 2.5, 9], total: [6] })).toEqual({
      operation: 'add',
      step: 'added',
      expected: '2',
      got: '2.5 (index 1; 2 of 3 wrong)',
    });
  });

  it('blames the first wrong step, because what follows from it is wrong as well', () => {
    expect(check({ added: [2, 2, 3], total: [7] })?.step).toBe('added');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('counts %d as wrong', (value) => {
    expect(check({ added: [1, value, 3], total: [6] })?.got).toBe(`${value} (index 1; 1 of 3 wrong)`);
  });

  it.each([[[1, 2]], [[1, 2, 3, 4]], [[]]])('counts another number of numbers as wrong: %j', (added) => {
    expect(check({ added, total: [6] })).toMatchObject({
      expected: '3 numbers',
      got: `${added.length} numbers`,
    });
  });

  it('says nothing about steps that were not reached', () => {
    expect(check({ added: [1, 2, 3] })).toBeNull();
  });
});

describe('toGrid', () => {
  it('gives results that count as equal the same bits', () => {
    const place = fc.record({
      step: fc.integer({ min: -1e6, max: 1e6 }),
      off: fc.double({ min: -0.49, max: 0.49, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(place), (places) => {
        const exact = toGrid(
          places.map(({ step }) => step * GRID),
          GRID,
        );
        const near = toGrid(
          places.map(({ step, off }) => (step + off) * GRID),
          GRID,
        );
        expect(Buffer.from(near.buffer)).toEqual(Buffer.from(exact.buffer));
      }),
    );
  });

  it('knows one zero only', () => {
    expect(Object.is(toGrid([-0.001 * GRID], GRID)[0], 0)).toBe(true);
  });

  it('keeps values apart that are a whole grid apart', () => {
    expect(toGrid([1, 1 + GRID], GRID)).toEqual(Float64Array.of(64, 65));
  });
});
