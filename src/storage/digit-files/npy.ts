/** Reads numpy's array files (numpy.lib.format, versions 1.0 to 3.0). */
import { InvalidData } from './invalid-data.ts';

/** Numbers in row-major order and the shape they fill. */
export interface NumberArray {
  data: ArrayLike<number>;
  shape: readonly number[];
}

interface NumberType {
  bytes: number;
  /** From little-endian bytes; `count` numbers fill them exactly. */
  read: (bytes: ArrayBuffer, count: number) => ArrayLike<number>;
}

/** A whole number of 64 bits as the nearest double: what is no digit and no pixel is refused later anyway. */
const wide = (bytes: BigInt64Array | BigUint64Array) => Float64Array.from(bytes, Number);

/** By the letters of numpy's `descr`. Typed arrays have the machine's order of bytes: little-endian wherever Node runs. */
const NUMBERS: Record<string, NumberType> = {
  b1: { bytes: 1, read: (b) => new Uint8Array(b) },
  u1: { bytes: 1, read: (b) => new Uint8Array(b) },
  i1: { bytes: 1, read: (b) => new Int8Array(b) },
  u2: { bytes: 2, read: (b) => new Uint16Array(b) },
  i2: { bytes: 2, read: (b) => new Int16Array(b) },
  u4: { bytes: 4, read: (b) => new Uint32Array(b) },
  i4: { bytes: 4, read: (b) => new Int32Array(b) },
  u8: { bytes: 8, read: (b) => wide(new BigUint64Array(b)) },
  i8: { bytes: 8, read: (b) => wide(new BigInt64Array(b)) },
  f2: { bytes: 2, read: (b) => Float32Array.from(new Uint16Array(b), halfToNumber) },
  f4: { bytes: 4, read: (b) => new Float32Array(b) },
  f8: { bytes: 8, read: (b) => new Float64Array(b) },
};

const MAGIC = '\x93NUMPY';
const LONGEST_HEADER = 0x10000;

/**
 * @param bytes the whole file
 * @param name what the array is called in messages
 * @throws InvalidData
 */
export function readNpy(bytes: Buffer, name: string): NumberArray {
  const { text, start } = headerOf(bytes, name);
  const { order, code, isFortran, shape } = parseHeader(text, name);
  const type = NUMBERS[code];
  if (!type) throw unusable(name, code);
  const count = shape.reduce((product, each) => product * each, 1);
  const found_bytes = bytes.length - start;
  if (count * type.bytes !== found_bytes) {
    const says = `${name} should hold ${count * type.bytes} bytes of numbers by its shape (${shape.join(', ')})`;
    throw new InvalidData(`${says} and holds ${found_bytes}.`);
  }
  // A copy, since typed arrays want aligned memory and swapping changes it.
  const numbers = new Uint8Array(found_bytes);
  numbers.set(bytes.subarray(start));
  if (order === '>') swapBytes(Buffer.from(numbers.buffer), type.bytes);
  const data = type.read(numbers.buffer, count);
  return { data: isFortran ? toRowMajor(data, shape) : data, shape };
}

function headerOf(bytes: Buffer, name: string): { text: string; start: number } {
  if (bytes.length < 10 || bytes.toString('latin1', 0, 6) !== MAGIC) {
    throw new InvalidData(`${name} is no numpy array.`);
  }
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw new InvalidData(`${name} has version ${version} of numpy's format.`);
  const isShort = version === 1;
  if (!isShort && bytes.length < 12) throw new InvalidData(`${name} ends in its header.`);
  const length = isShort ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8);
  const from = isShort ? 10 : 12;
  if (length > LONGEST_HEADER) throw new InvalidData(`${name} has a header of ${length} bytes.`);
  if (from + length > bytes.length) throw new InvalidData(`${name} ends in its header.`);
  return { text: bytes.toString('latin1', from, from + length), start: from + length };
}

/** The header is a Python dictionary such as `{'descr': '<f4', 'fortran_order': False, 'shape': (100, 8, 8), }`. */
function parseHeader(text: string, name: string) {
  const descr = /'descr':\s*'([<>|=]?)(\w+)'/.exec(text);
  const shape = /'shape':\s*\(([\dL,\s]*)\)/.exec(text);
  const fortran = /'fortran_order':\s*(True|False)/.exec(text);
  if (!descr && /'descr':\s*\[/.test(text)) throw unusable(name, 'V');
  if (!descr || !shape || !fortran) throw new InvalidData(`${name} has a header that can't be read.`);
  return {
    order: descr[1] ?? '',
    code: descr[2] ?? '',
    isFortran: fortran[1] === 'True',
    shape: (shape[1]?.match(/\d+/g) ?? []).map(Number),
  };
}

const KINDS: Record<string, string> = {
  O: 'Python objects',
  U: 'text',
  S: 'text',
  V: 'records',
  M: 'dates',
  c: 'complex numbers',
};

function unusable(name: string, code: string): InvalidData {
  const kind = KINDS[code.slice(0, 1)] ?? `numbers of the type ${code}`;
  const hint = `Save plain numbers: numpy.savez(FILE, images=numpy.stack(images).astype('float32'), labels=…).`;
  return new InvalidData(`${name} holds ${kind}, which tito does not read.`, { hint });
}

function swapBytes(numbers: Buffer, size: number): void {
  if (size === 2) numbers.swap16();
  if (size === 4) numbers.swap32();
  if (size === 8) numbers.swap64();
}

/** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction (IEEE Std 754-2019, section 3.4). */
function halfToNumber(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 === 0 ? 1 : -1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** From column-major order, in which the first index runs fastest. */
function toRowMajor(data: ArrayLike<number>, shape: readonly number[]): Float64Array {
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, each) => product * each, 1));
  const index = shape.map(() => 0);
  let from = 0;
  return Float64Array.from({ length: data.length }, () => {
    const value = data[from] ?? Number.NaN;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [dimension = 1, stride = 0] = [shape[axis], strides[axis]];
      const position = (index[axis] ?? 0) + 1;
      from += stride;
      index[axis] = position;
      if (position < dimension) break;
      index[axis] = 0;
      from -= stride * dimension;
    }
    return value;
  });
}
