import type { Architecture } from '../architecture.ts';

/** `tito` in ASCII. */
const MAGIC = [0x74, 0x69, 0x74, 0x6f];
const VERSION = 1;
/** Magic, format, version, size, numbers of convolutions and of dense layers. */
const FIXED_BYTES = 10;
const CHECKSUM_BYTES = 4;

/** What the body holds: weights as they were trained, or quantised and pruned ones. */
export const FLOAT32 = 1;
export const PACKED_INT8 = 2;
export type Format = typeof FLOAT32 | typeof PACKED_INT8;

/** FNV-1a of 32 bits (Fowler, Noll, Vo & Eastlake, RFC 9923). It finds accidents, not forgeries. */
function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * A model's bytes, all numbers little-endian: magic, format (u8), version (u8), pixels per side (u16), how many
 * convolutions and dense layers there are (u8 each), the outputs of each (u16), the body, and a checksum of all of it.
 */
export function wrap(
  format: Format,
  { size, convolutions, dense }: Architecture,
  body: readonly Uint8Array[],
): Uint8Array {
  const widths = [...convolutions, ...dense];
  const bodyBytes = body.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(FIXED_BYTES + 2 * widths.length + bodyBytes + CHECKSUM_BYTES);
  const view = viewOf(bytes);
  bytes.set([...MAGIC, format, VERSION]);
  view.setUint16(6, size, true);
  bytes.set([convolutions.length, dense.length], 8);
  for (const [i, width] of widths.entries()) view.setUint16(FIXED_BYTES + 2 * i, width, true);
  let at = FIXED_BYTES + 2 * widths.length;
  for (const part of body) {
    bytes.set(part, at);
    at += part.length;
  }
  view.setUint32(at, checksum(bytes.subarray(0, at)), true);
  return bytes;
}

/**
 * The parts of what `wrap` wrote.
 * @throws RangeError where the bytes are no model, one of another version, or damaged
 */
export function unwrap(bytes: Uint8Array): { format: Format; architecture: Architecture; body: Uint8Array } {
  const refuse = (reason: string) => new RangeError(`These bytes are no model of the reference: ${reason}.`);
  if (bytes.length < FIXED_BYTES + CHECKSUM_BYTES) throw refuse(`${bytes.length} are too few`);
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) throw refuse("they don't begin with 'tito'");
  if (bytes[5] !== VERSION) throw refuse(`their version is ${bytes[5]}, not ${VERSION}`);
  const view = viewOf(bytes);
  const end = bytes.length - CHECKSUM_BYTES;
  if (view.getUint32(end, true) !== checksum(bytes.subarray(0, end))) {
    throw refuse('they are cut off or damaged, as their checksum tells');
  }
  const format = bytes[4];
  if (format !== FLOAT32 && format !== PACKED_INT8) throw refuse(`their format ${format} is unknown`);
  const [convolutions = 0, dense = 0] = bytes.subarray(8, FIXED_BYTES);
  const start = FIXED_BYTES + 2 * (convolutions + dense);
  if (start > end) throw refuse('their layers end too early');
  const widths = Array.from({ length: convolutions + dense }, (_, i) =>
    view.getUint16(FIXED_BYTES + 2 * i, true),
  );
  const architecture = {
    size: view.getUint16(6, true),
    convolutions: widths.slice(0, convolutions),
    dense: widths.slice(convolutions),
  };
  return { format, architecture, body: bytes.subarray(start, end) };
}
