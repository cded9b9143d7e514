import { isSameShape, nameOf, sizeOf, type Tensor } from './tensor.ts';

/**
 * The shape both fit into by numpy's rules: aligned at their last axis, extents equal or one of them 1 or absent.
 * @throws RangeError where the shapes don't fit
 */
export function broadcastShape(a: readonly number[], b: readonly number[]): readonly number[] {
  if (isSameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [left, right] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    if (left !== right && left !== 1 && right !== 1) {
      throw new RangeError(`The shapes ${nameOf(a)} and ${nameOf(b)} can't be broadcast together.`);
    }
    return left === 1 ? right : left;
  });
}

/** The numbers of a tensor repeated so that they fill the shape; its own array where it fills it already. */
function expand({ data, shape }: Tensor, wanted: readonly number[]): Float32Array {
  if (isSameShape(shape, wanted)) return data;
  let expanded = data;
  // From the last axis to the first, blocks of the axes behind are already as wanted.
  let block = 1;
  for (let axis = wanted.length - 1; axis >= 0; axis--) {
    const extent = wanted[axis] ?? 1;
    const own = shape[axis - wanted.length + shape.length] ?? 1;
    if (own !== extent) expanded = repeatBlocks(expanded, block, extent);
    block *= extent;
  }
  return expanded;
}

/** Each block of numbers `times` times in a row. */
function repeatBlocks(data: Float32Array, block: number, times: number): Float32Array {
  const repeated = new Float32Array(data.length * times);
  for (let from = 0, to = 0; from < data.length; from += block) {
    const numbers = data.subarray(from, from + block);
    for (let copy = 0; copy < times; copy++, to += block) repeated.set(numbers, to);
  }
  return repeated;
}

// The hot loops stand alone and take one row each, so they are called often and compiled as whole functions. As one long
// loop, V8 replaced them in mid-loop and then stayed in a tier four times slower in some processes, but not in others.

function addRow(a: Float32Array, b: Float32Array, out: Float32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) out[i] = (a[i] as number) + (b[i] as number);
}

function multiplyRow(a: Float32Array, b: Float32Array, out: Float32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) out[i] = (a[i] as number) * (b[i] as number);
}

function sumRow(data: Float32Array, from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += data[i] as number;
  return total;
}

/** Extent of the last axis; a single number is a row of one. */
const rowLength = (shape: readonly number[]): number => shape.at(-1) || 1;

/** Elementwise a + b with broadcasting. */
export function add(a: Tensor, b: Tensor): Tensor {
  const shape = broadcastShape(a.shape, b.shape);
  const [left, right] = [expand(a, shape), expand(b, shape)];
  const data = new Float32Array(sizeOf(shape));
  const length = rowLength(shape);
  for (let from = 0; from < data.length; from += length) addRow(left, right, data, from, from + length);
  return { data, shape };
}

/** Elementwise a * b with broadcasting. */
export function multiply(a: Tensor, b: Tensor): Tensor {
  const shape = broadcastShape(a.shape, b.shape);
  const [left, right] = [expand(a, shape), expand(b, shape)];
  const data = new Float32Array(sizeOf(shape));
  const length = rowLength(shape);
  for (let from = 0; from < data.length; from += length) multiplyRow(left, right, data, from, from + length);
  return { data, shape };
}

/** All numbers added up in float64 and rounded once, as a tensor of shape []. */
export function sum(a: Tensor): Tensor {
  const length = rowLength(a.shape);
  let total = 0;
  for (let from = 0; from < a.data.length; from += length) total += sumRow(a.data, from, from + length);
  return { data: Float32Array.of(total), shape: [] };
}
