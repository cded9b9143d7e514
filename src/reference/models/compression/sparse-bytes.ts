/** How int8 numbers are stored: all of them, or a bit for each that tells whether it isn't zero and then those that aren't. */
const DENSE = 0;
const SPARSE = 1;

const maskBytes = (count: number): number => Math.ceil(count / 8);

/** The numbers in whichever form is shorter, after one byte that says which. */
export function packSparse(numbers: Int8Array): Uint8Array {
  const kept = numbers.filter((value) => value !== 0);
  const mask = maskBytes(numbers.length);
  const isSparse = mask + kept.length < numbers.length;
  const packed = new Uint8Array(1 + (isSparse ? mask + kept.length : numbers.length));
  packed[0] = isSparse ? SPARSE : DENSE;
  packed.set(new Uint8Array(isSparse ? kept : numbers), isSparse ? 1 + mask : 1);
  if (!isSparse) return packed;
  for (const [i, value] of numbers.entries()) {
    const at = 1 + (i >> 3);
    if (value !== 0) packed[at] = (packed[at] as number) | (1 << (i & 7));
  }
  return packed;
}

/**
 * Reads `count` numbers from the front of what `packSparse` wrote.
 * @returns the numbers and how many bytes they took
 * @throws RangeError where the form is unknown or the bytes end too early
 */
export function unpackSparse(bytes: Uint8Array, count: number): { numbers: Int8Array; length: number } {
  const numbers = new Int8Array(count);
  const take = (from: number, length: number) => {
    if (from + length > bytes.length) throw new RangeError('The weights of the model end too early.');
    return Int8Array.from(bytes.subarray(from, from + length));
  };
  if (bytes[0] === DENSE) {
    numbers.set(take(1, count));
    return { numbers, length: 1 + count };
  }
  if (bytes[0] !== SPARSE)
    throw new RangeError(`The weights of the model have the unknown form ${bytes[0]}.`);
  const mask = take(1, maskBytes(count));
  const places: number[] = [];
  for (let i = 0; i < count; i++) {
    if (((mask[i >> 3] as number) >> (i & 7)) & 1) places.push(i);
  }
  const kept = take(1 + mask.length, places.length);
  for (const [k, place] of places.entries()) numbers[place] = kept[k] as number;
  return { numbers, length: 1 + mask.length + kept.length };
}
