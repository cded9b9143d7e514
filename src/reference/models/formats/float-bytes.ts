/** Bytes of a number in float32. */
export const FLOAT_BYTES = 4;

/** Numbers as little-endian float32, whatever the machine's own order is. */
export function floatBytes(numbers: Float32Array): Uint8Array {
  const bytes = new Uint8Array(numbers.length * FLOAT_BYTES);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of numbers.entries()) view.setFloat32(i * FLOAT_BYTES, value, true);
  return bytes;
}

/**
 * Reads `count` numbers from the front of the bytes.
 * @throws RangeError where the bytes end too early
 */
export function readFloats(bytes: Uint8Array, count: number): Float32Array {
  if (bytes.length < count * FLOAT_BYTES) throw new RangeError('The numbers of the model end too early.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: count }, (_, i) => view.getFloat32(i * FLOAT_BYTES, true));
}
