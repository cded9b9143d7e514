import type { SparseColumns } from './sparse-columns.ts';

/** Where a layer reads and writes: one plane per channel, its rows `stride` apart. */
export interface Plane {
  stride: number;
  /** Numbers from one channel to the next. */
  length: number;
  /** Place of the first pixel: behind the margin of zeros, where there is one. */
  first: number;
}

/**
 * Two outputs side by side: the greatest of each 2 × 2 square of a convolution, not below 0. Each weight is loaded once for
 * the eight sums, and weights that are zero cost nothing (direct sparse convolution: Park et al., "Faster CNNs with direct
 * sparse convolutions and guided pruning", ICLR 2017).
 */
function twoSquares(
  weights: SparseColumns,
  channel: number,
  input: Float64Array,
  at: number,
  stride: number,
  output: Float64Array,
  to: number,
): void {
  const { values, offsets } = weights;
  const end = weights.starts[channel + 1] as number;
  const bias = weights.bias[channel] as number;
  let [a0, a1, a2, a3] = [bias, bias, bias, bias];
  let [b0, b1, b2, b3] = [bias, bias, bias, bias];
  for (let i = weights.starts[channel] as number; i < end; i++) {
    const weight = values[i] as number;
    const upper = at + (offsets[i] as number);
    const lower = upper + stride;
    a0 += weight * (input[upper] as number);
    a1 += weight * (input[upper + 1] as number);
    a2 += weight * (input[upper + 2] as number);
    a3 += weight * (input[upper + 3] as number);
    b0 += weight * (input[lower] as number);
    b1 += weight * (input[lower + 1] as number);
    b2 += weight * (input[lower + 2] as number);
    b3 += weight * (input[lower + 3] as number);
  }
  output[to] = Math.max(0, a0, a1, b0, b1);
  output[to + 1] = Math.max(0, a2, a3, b2, b3);
}

/** One output, for the last one of a row with an odd number of them. */
function oneSquare(
  weights: SparseColumns,
  channel: number,
  input: Float64Array,
  at: number,
  stride: number,
  output: Float64Array,
  to: number,
): void {
  const { values, offsets } = weights;
  const end = weights.starts[channel + 1] as number;
  const bias = weights.bias[channel] as number;
  let [a0, a1, b0, b1] = [bias, bias, bias, bias];
  for (let i = weights.starts[channel] as number; i < end; i++) {
    const weight = values[i] as number;
    const upper = at + (offsets[i] as number);
    const lower = upper + stride;
    a0 += weight * (input[upper] as number);
    a1 += weight * (input[upper + 1] as number);
    b0 += weight * (input[lower] as number);
    b1 += weight * (input[lower + 1] as number);
  }
  output[to] = Math.max(0, a0, a1, b0, b1);
}

/**
 * Convolution, relu and 2 × 2 max pooling at once.
 * @param weights offsets count from the upper left corner of the patch, so that the corner of the first is 0
 * @param half pixels per side of the output
 */
export function convolutionKernel(
  weights: SparseColumns,
  input: Float64Array,
  from: Plane,
  output: Float64Array,
  to: Plane,
  half: number,
): void {
  for (let channel = 0; channel < weights.bias.length; channel++) {
    const start = channel * to.length + to.first;
    for (let y = 0; y < half; y++) {
      const at = 2 * y * from.stride;
      const row = start + y * to.stride;
      let x = 0;
      for (; x + 1 < half; x += 2)
        twoSquares(weights, channel, input, at + 2 * x, from.stride, output, row + x);
      if (x < half) oneSquare(weights, channel, input, at + 2 * x, from.stride, output, row + x);
    }
  }
}
