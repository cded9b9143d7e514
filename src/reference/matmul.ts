import { nameOf, type Tensor } from './tensor.ts';

/**
 * (m, k) x (k, n) -> (m, n). The innermost loop runs along rows of b and of the result, so that memory is read in order;
 * products are summed in float64 and each sum is rounded once.
 *
 * @throws RangeError where one is no matrix or the inner extents differ
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  const [m, k, none] = a.shape;
  const [inner, n, nothing] = b.shape;
  if (m === undefined || k === undefined || none !== undefined || n === undefined || nothing !== undefined) {
    throw new RangeError(`matmul takes two matrices, not ${nameOf(a.shape)} and ${nameOf(b.shape)}.`);
  }
  if (k !== inner) {
    throw new RangeError(
      `matmul can't multiply ${nameOf(a.shape)} by ${nameOf(b.shape)}: ${k} is not ${inner}.`,
    );
  }
  const data = new Float32Array(m * n);
  const row = new Float64Array(n);
  for (let i = 0; i < m; i++) {
    row.fill(0);
    for (let p = 0; p < k; p++) {
      const factor = a.data[i * k + p] as number;
      for (let j = 0; j < n; j++) row[j] = (row[j] as number) + factor * (b.data[p * n + j] as number);
    }
    data.set(row, i * n);
  }
  return { data, shape: [m, n] };
}
