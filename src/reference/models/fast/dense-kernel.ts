import type { SparseColumns } from './sparse-columns.ts';

/** Product of the weights from `start` to `end` with their inputs, in four sums that don't wait for each other. */
function dot(
  values: Float64Array,
  offsets: Int32Array,
  start: number,
  end: number,
  input: Float64Array,
): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let i = start;
  for (; i + 3 < end; i += 4) {
    sum0 += (values[i] as number) * (input[offsets[i] as number] as number);
    sum1 += (values[i + 1] as number) * (input[offsets[i + 1] as number] as number);
    sum2 += (values[i + 2] as number) * (input[offsets[i + 2] as number] as number);
    sum3 += (values[i + 3] as number) * (input[offsets[i + 3] as number] as number);
  }
  for (; i < end; i++) sum0 += (values[i] as number) * (input[offsets[i] as number] as number);
  return sum0 + sum1 + (sum2 + sum3);
}

/** Fills `output` with x W + b, not below `floor`: 0 for relu, -∞ for none. */
export function denseKernel(
  { starts, values, offsets, bias }: SparseColumns,
  input: Float64Array,
  output: Float64Array,
  floor: number,
): void {
  for (let out = 0; out < bias.length; out++) {
    const sum = dot(values, offsets, starts[out] as number, starts[out + 1] as number, input);
    output[out] = Math.max(floor, (bias[out] as number) + sum);
  }
}
