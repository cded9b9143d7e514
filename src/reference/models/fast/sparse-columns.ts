import type { LayerWeights } from '../architecture.ts';

/**
 * The weights of a layer that are not zero, output by output (compressed sparse columns: Saad, Iterative Methods for
 * Sparse Linear Systems, 2003, §3.4). Numbers are float64, which spares a conversion at each use.
 */
export interface SparseColumns {
  /** Where each output's weights begin in `values`, and the end of the last. */
  starts: Int32Array;
  values: Float64Array;
  /** Where in the layer's input each weight's factor lies. */
  offsets: Int32Array;
  bias: Float64Array;
}

/** @param offsetOf place in the input of the factor of a row of weights */
export function sparseColumns(
  { weight, bias }: LayerWeights,
  offsetOf: (row: number) => number,
): SparseColumns {
  const columns = bias.length;
  const starts = new Int32Array(columns + 1);
  const values: number[] = [];
  const offsets: number[] = [];
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row * columns < weight.length; row++) {
      const value = weight[row * columns + column] as number;
      if (value === 0) continue;
      values.push(value);
      offsets.push(offsetOf(row));
    }
    starts[column + 1] = values.length;
  }
  return {
    starts,
    values: Float64Array.from(values),
    offsets: Int32Array.from(offsets),
    bias: Float64Array.from(bias),
  };
}
