import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, broadcastShape, multiply, sum } from '../../src/reference/arithmetic.ts';
import { sizeOf, type Tensor, tensor } from '../../src/reference/tensor.ts';

/** Whole numbers from 1 on, so that every position can be told apart. */
const counting = (shape: readonly number[]) =>
  tensor(
    Array.from({ length: sizeOf(shape) }, (_, k) => k + 1),
    shape,
  );

/** Two shapes that fit together: extents of the result, each kept, set to 1 or cut off at the front. */
const fitting = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom('both', 'left', 'right')), { maxLength: 4 })
  .chain((axes) =>
    fc.tuple(
      fc.constant(axes.map(([extent, who]) => (who === 'right' ? 1 : extent))),
      fc.constant(axes.map(([extent, who]) => (who === 'left' ? 1 : extent))),
      fc.nat(axes.length),
      fc.boolean(),
    ),
  )
  .map(([a, b, cut, isLeft]) => (isLeft ? { a: a.slice(cut), b } : { a, b: b.slice(cut) }));

/** The number of a tensor at an index of the result: missing axes are skipped, axes of extent 1 stay at 0. */
function at({ data, shape }: Tensor, index: readonly number[]): number {
  let offset = 0;
  for (const [axis, extent] of shape.entries()) {
    const wanted = Number(index[axis + index.length - shape.length]);
    offset = offset * extent + (extent === 1 ? 0 : wanted);
  }
  return Number(data[offset]);
}

/** All indices of a shape in row-major order. */
const indices = (shape: readonly number[]): number[][] =>
  shape.reduce<number[][]>(
    (all, extent) => all.flatMap((index) => Array.from({ length: extent }, (_, k) => [...index, k])),
    [[]],
  );

describe.each([
  { name: 'add', operation: add, combine: (x: number, y: number) => x + y },
  { name: 'multiply', operation: multiply, combine: (x: number, y: number) => x * y },
])('$name', ({ operation, combine }) => {
  it('broadcasts as looking up each index does', () => {
    fc.assert(
      fc.property(fitting, (shapes) => {
        const [a, b] = [counting(shapes.a), counting(shapes.b)];
        const rank = Math.max(shapes.a.length, shapes.b.length);
        const shape = Array.from({ length: rank }, (_, k) =>
          Math.max(
            shapes.a.at(k - rank) ?? 1,
            k >= rank - shapes.b.length ? (shapes.b.at(k - rank) ?? 1) : 1,
          ),
        );
        const expected = indices(shape).map((index) => combine(at(a, index), at(b, index)));
        const got = operation(a, b);
        expect([...got.data]).toEqual(expected);
        expect(got.shape).toEqual(shape);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves its inputs as they are', () => {
    const [a, b] = [counting([2, 3]), counting([3])];
    operation(a, b);
    expect([a, b]).toEqual([counting([2, 3]), counting([3])]);
  });

  it('works on nothing', () => {
    expect(operation(counting([0, 3]), counting([1, 3]))).toEqual({
      data: new Float32Array(0),
      shape: [0, 3],
    });
  });
});

describe('broadcastShape', () => {
  it.each([
    [[2, 3], [2]],
    [[4], [3]],
    [
      [2, 1, 3],
      [2, 2, 2],
    ],
  ])('refuses %j with %j', (a, b) => {
    expect(() => broadcastShape(a, b)).toThrow(RangeError);
    expect(() => broadcastShape(b, a)).toThrow(/can't be broadcast together/);
  });
});

describe('sum', () => {
  it('is one number of shape []', () => {
    expect(sum(counting([4, 25]))).toEqual({ data: Float32Array.of(5050), shape: [] });
    expect(sum(counting([0]))).toEqual({ data: Float32Array.of(0), shape: [] });
  });

  it('adds up in float64, so that small numbers are not lost beside a large one', () => {
    expect(sum(tensor([2 ** 24, ...new Array<number>(64).fill(1)], [65])).data[0]).toBe(2 ** 24 + 64);
  });

  it('is exact for whole numbers in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 })), (values) => {
        const expected = values.reduce((total, x) => total + x, 0);
        expect(sum(tensor(values, [values.length])).data[0]).toBe(expected);
      }),
    );
  });
});
