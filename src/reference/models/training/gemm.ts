/** A matrix as a view: element (i, j) is data[i * row + j * column], so that a transpose costs nothing. */
export interface MatrixView {
  data: Float32Array;
  row: number;
  column: number;
}

// Tiles stand alone and are called often, so that V8 compiles each as a whole function. What a tile has loaded is used
// for all of its products, and its sums stay in registers (Goto & van de Geijn, "Anatomy of high-performance matrix
// multiplication", ACM TOMS 34(3), 2008).

/** Adds the products of 2 rows and 4 columns to c. */
function tile2x4(
  k: number,
  a: MatrixView,
  aFrom: number,
  b: MatrixView,
  bFrom: number,
  c: Float32Array,
  at: number,
  width: number,
): void {
  const [left, right] = [a.data, b.data];
  const [aRow, aStep, bStep, bColumn] = [a.row, a.column, b.row, b.column];
  const next = at + width;
  let c00 = c[at] as number;
  let c01 = c[at + 1] as number;
  let c02 = c[at + 2] as number;
  let c03 = c[at + 3] as number;
  let c10 = c[next] as number;
  let c11 = c[next + 1] as number;
  let c12 = c[next + 2] as number;
  let c13 = c[next + 3] as number;
  let [i, j] = [aFrom, bFrom];
  for (let p = 0; p < k; p++) {
    const a0 = left[i] as number;
    const a1 = left[i + aRow] as number;
    const b0 = right[j] as number;
    const b1 = right[j + bColumn] as number;
    const b2 = right[j + 2 * bColumn] as number;
    const b3 = right[j + 3 * bColumn] as number;
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3;
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3;
    i += aStep;
    j += bStep;
  }
  c[at] = c00;
  c[at + 1] = c01;
  c[at + 2] = c02;
  c[at + 3] = c03;
  c[next] = c10;
  c[next + 1] = c11;
  c[next + 2] = c12;
  c[next + 3] = c13;
}

/** Adds the products of one row and one column to c. */
function tile1x1(
  k: number,
  a: MatrixView,
  aFrom: number,
  b: MatrixView,
  bFrom: number,
  c: Float32Array,
  at: number,
): void {
  const [left, right] = [a.data, b.data];
  const [aStep, bStep] = [a.column, b.row];
  let sum = c[at] as number;
  let [i, j] = [aFrom, bFrom];
  for (let p = 0; p < k; p++) {
    sum += (left[i] as number) * (right[j] as number);
    i += aStep;
    j += bStep;
  }
  c[at] = sum;
}

/** c (m, n), row-major, += a (m, k) × b (k, n). Sums are taken in float64 and rounded once. */
export function addProduct(
  m: number,
  n: number,
  k: number,
  a: MatrixView,
  b: MatrixView,
  c: Float32Array,
): void {
  const [tiledRows, tiledColumns] = [m - (m % 2), n - (n % 4)];
  for (let i = 0; i < tiledRows; i += 2) {
    for (let j = 0; j < tiledColumns; j += 4) {
      tile2x4(k, a, i * a.row, b, j * b.column, c, i * n + j, n);
    }
  }
  for (let i = 0; i < m; i++) {
    for (let j = i < tiledRows ? tiledColumns : 0; j < n; j++) {
      tile1x1(k, a, i * a.row, b, j * b.column, c, i * n + j);
    }
  }
}

/** A row-major matrix of this many columns. */
export const matrix = (data: Float32Array, columns: number): MatrixView => ({
  data,
  row: columns,
  column: 1,
});

/** The transpose of a row-major matrix of this many columns. */
export const transposed = (data: Float32Array, columns: number): MatrixView => ({
  data,
  row: 1,
  column: columns,
});
