import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addProduct, matrix, transposed } from '../../../../src/reference/models/training/gemm.ts';

const extent = fc.integer({ min: 0, max: 9 });
const whole = fc.integer({ min: -50, max: 50 });
const numbers = (length: number) => fc.array(whole, { minLength: length, maxLength: length });
const operands = fc.tuple(extent, extent, extent).chain(([m, n, k]) =>
  fc.record({
    m: fc.constant(m),
    n: fc.constant(n),
    k: fc.constant(k),
    a: numbers(m * k),
    b: numbers(k * n),
    c: numbers(m * n),
  }),
);

describe('addProduct', () => {
  it.each([
    [false, false],
    [true, false],
    [false, true],
  ])('adds what the definition gives (left transposed: %s, right: %s)', (isLeft, isRight) => {
    fc.assert(
      fc.property(operands, ({ m, n, k, a, b, c }) => {
        const at = (i: number, p: number) => Number(a[isLeft ? p * m + i : i * k + p]);
        const bt = (p: number, j: number) => Number(b[isRight ? j * k + p : p * n + j]);
        const expected = c.map((value, entry) => {
          const [i, j] = [Math.floor(entry / n), entry % n];
          return Array.from({ length: k }, (_, p) => at(i, p) * bt(p, j)).reduce((sum, x) => sum + x, value);
        });
        const got = Float32Array.from(c);
        const [left, right] = [Float32Array.from(a), Float32Array.from(b)];
        const views = [
          isLeft ? transposed(left, m) : matrix(left, k),
          isRight ? transposed(right, k) : matrix(right, n),
        ] as const;
        addProduct(m, n, k, ...views, got);
        expect([...got]).toEqual(expected);
      }),
    );
  });
});
