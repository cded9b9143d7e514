/** Fills each row of the outputs with the bias, for products to be added to. */
export function fillWithBias(outputs: Float32Array, rows: number, bias: Float32Array): void {
  for (let row = 0; row < rows; row++) outputs.set(bias, row * bias.length);
}

/** Sums of the columns: the gradient of a bias that was added to every row. */
export function sumColumns(values: Float32Array, rows: number, sums: Float32Array): void {
  sums.fill(0);
  for (let row = 0; row < rows; row++) addRow(values, row * sums.length, sums);
}

function addRow(values: Float32Array, from: number, sums: Float32Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (values[from + i] as number);
}
