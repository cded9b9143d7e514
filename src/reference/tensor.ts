/** Numbers in float32 and in row-major order; a shape of [] is a single number. */
export interface Tensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, extent) => size * extent, 1);

export const isSameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((extent, axis) => extent === b[axis]);

/** A shape in words, such as (2, 3). */
export const nameOf = (shape: readonly number[]): string => `(${shape.join(', ')})`;

/**
 * A new tensor with its own copy of the numbers.
 * @throws RangeError for a shape that is none, or that the numbers don't fill
 */
export function tensor(data: ArrayLike<number>, shape: readonly number[]): Tensor {
  if (!shape.every((extent) => Number.isInteger(extent) && extent >= 0)) {
    throw new RangeError(`A shape has non-negative integers; this is ${nameOf(shape)}.`);
  }
  if (sizeOf(shape) !== data.length) {
    throw new RangeError(`The shape ${nameOf(shape)} holds ${sizeOf(shape)} numbers, not ${data.length}.`);
  }
  return { data: Float32Array.from(data), shape: [...shape] };
}
