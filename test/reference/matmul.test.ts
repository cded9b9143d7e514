import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matmul } from '../../src/reference/matmul.ts';
import { tensor } from '../../src/reference/tensor.ts';

const extent = fc.integer({ min: 0, max: 9 });

/** Two matrices that fit, filled by `value`. */
const matrices = (value: fc.Arbitrary<number>) =>
  fc.tuple(extent, extent, extent).chain(([m, k, n]) =>
    fc.record({
      m: fc.constant(m),
      k: fc.constant(k),
      n: fc.constant(n),
      a: fc.array(value, { minLength: m * k, maxLength: m * k }),
      b: fc.array(value, { minLength: k * n, maxLength: k * n }),
    }),
  );

/** Element (i, j) in float64, straight from the definition. */
function element(a: readonly number[], b: readonly number[], i: number, j: number, k: number, n: number) {
  let value = 0;
  for (let p = 0; p < k; p++) value += Number(a[i * k + p]) * Number(b[p * n + j]);
  return value;
}

describe('matmul', () => {
  it('is exact for whole numbers', () => {
    fc.assert(
      fc.property(matrices(fc.integer({ min: -100, max: 100 })), ({ m, k, n, a, b }) => {
        const got = matmul(tensor(a, [m, k]), tensor(b, [k, n]));
        expect(got.shape).toEqual([m, n]);
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            // + 0 turns -0 into 0
            expect(Number(got.data[i * n + j]) + 0).toBe(element(a, b, i, j, k, n) + 0);
          }
        }
      }),
    );
  });

  it('is the float64 sum rounded once to float32', () => {
    const value = fc.float({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(matrices(value), ({ m, k, n, a, b }) => {
        const got = matmul(tensor(a, [m, k]), tensor(b, [k, n]));
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            expect(Number(got.data[i * n + j]) + 0).toBe(Math.fround(element(a, b, i, j, k, n)) + 0);
          }
        }
      }),
    );
  });

  it('carries NaN and infinity on', () => {
    const got = matmul(tensor([0, 1], [1, 2]), tensor([Number.POSITIVE_INFINITY, 1], [2, 1]));
    expect(got.data[0]).toBeNaN();
  });

  it('refuses inner extents that differ', () => {
    const [a, b] = [tensor([1, 2, 3, 4, 5, 6], [2, 3]), tensor([1, 2, 3, 4], [2, 2])];
    expect(() => matmul(a, b)).toThrow("matmul can't multiply (2, 3) by (2, 2): 3 is not 2.");
  });

  it.each([[[]], [[1]], [[1, 1, 1]]])('refuses the shape %j', (shape) => {
    const [one, matrix] = [tensor([1], shape), tensor([1], [1, 1])];
    expect(() => matmul(one, matrix)).toThrow(RangeError);
    expect(() => matmul(matrix, one)).toThrow(/two matrices/);
  });
});
