/** Reads the members of a zip archive (PKWARE, .ZIP File Format Specification 6.3.10, sections 4.3 to 4.5). */
import { crc32, inflateRawSync } from 'node:zlib';
import { InvalidData } from './invalid-data.ts';

export interface ZipMember {
  name: string;
  /** Bytes once unpacked, as the archive's directory says. */
  size_bytes: number;
  /**
   * Unpacks it.
   * @throws InvalidData where the bytes are not those that were packed
   */
  read: () => Buffer;
}

const END = 0x06054b50;
const END_BYTES = 22;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 0xffff;
/** Stands in a 32-bit field whose number is in the entry's zip64 part. */
const ELSEWHERE = 0xffffffff;
const ZIP64 = 1;

const damaged = (reason: string) =>
  new InvalidData(`the archive is damaged: ${reason}.`, {
    hint: 'Copy or download the file again, or save it anew with numpy.savez.',
  });

/**
 * Members by the directory at the archive's end. Nothing is unpacked yet, so that a caller can judge the sizes first.
 * @throws InvalidData
 */
export function listZip(archive: Buffer): ZipMember[] {
  const end = findEnd(archive);
  const count = archive.readUInt16LE(end + 10);
  const start = archive.readUInt32LE(end + 16);
  if (start === ELSEWHERE || count === 0xffff) throw new InvalidData('it is a zip64 archive.');
  const members: ZipMember[] = [];
  for (let at = start; members.length < count; ) {
    if (at + ENTRY_BYTES > end || archive.readUInt32LE(at) !== ENTRY) throw damaged('its directory is cut');
    const name_bytes = archive.readUInt16LE(at + 28);
    const extra_bytes = archive.readUInt16LE(at + 30);
    const extra = at + ENTRY_BYTES + name_bytes;
    const next = extra + extra_bytes + archive.readUInt16LE(at + 32);
    if (next > end) throw damaged('its directory is cut');
    const name = archive.toString('utf8', at + ENTRY_BYTES, extra);
    members.push(readEntry(archive, at, name, archive.subarray(extra, extra + extra_bytes)));
    at = next;
  }
  return members;
}

/** Where the end record starts; a comment may follow it. */
function findEnd(archive: Buffer): number {
  const first = Math.max(0, archive.length - END_BYTES - LONGEST_COMMENT);
  for (let at = archive.length - END_BYTES; at >= first; at--) {
    if (archive.readUInt32LE(at) === END) return at;
  }
  throw damaged('its end is missing');
}

function readEntry(archive: Buffer, at: number, name: string, extra: Buffer): ZipMember {
  const [flags, method] = [archive.readUInt16LE(at + 8), archive.readUInt16LE(at + 10)];
  const checksum = archive.readUInt32LE(at + 16);
  const fields = [at + 24, at + 20, at + 42].map((field) => archive.readUInt32LE(field));
  const [size_bytes = 0, packed_bytes = 0, header = 0] = resolveZip64(fields, extra);
  const read = () => {
    if ((flags & 1) !== 0) throw new InvalidData(`${name} in it is encrypted.`);
    const packed = packedBytes(archive, header, packed_bytes, name);
    const bytes = unpack(packed, method, size_bytes, name);
    if (bytes.length !== size_bytes || crc32(bytes) !== checksum)
      throw damaged(`${name} has a wrong checksum`);
    return bytes;
  };
  return { name, size_bytes, read };
}

/** The zip64 part holds, in this order, 64-bit numbers for those fields whose 32 bits are all set. */
function resolveZip64(fields: readonly number[], extra: Buffer): number[] {
  let wide: Buffer = Buffer.alloc(0);
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === ZIP64) wide = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  }
  let next = 0;
  return fields.map((field) => {
    if (field !== ELSEWHERE) return field;
    if (next + 8 > wide.length) throw damaged('a size is missing');
    next += 8;
    return Number(wide.readBigUInt64LE(next - 8));
  });
}

/** The bytes behind a member's own header, whose name and extra part may be longer than those in the directory. */
function packedBytes(archive: Buffer, header: number, packed_bytes: number, name: string): Buffer {
  const isThere = header + LOCAL_BYTES <= archive.length && archive.readUInt32LE(header) === LOCAL;
  if (!isThere) throw damaged(`${name} is not where its directory says`);
  const start = header + LOCAL_BYTES + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  if (start + packed_bytes > archive.length) throw damaged(`${name} is cut`);
  return archive.subarray(start, start + packed_bytes);
}

function unpack(packed: Buffer, method: number, size_bytes: number, name: string): Buffer {
  if (method === 0) return packed;
  if (method !== 8) throw new InvalidData(`${name} is packed by method ${method}, which numpy never uses.`);
  try {
    // One byte more than announced is enough to see that there is more; zlib wants a limit of at least one.
    return inflateRawSync(packed, { maxOutputLength: size_bytes + 1 });
  } catch {
    throw damaged(`${name} can't be unpacked`);
  }
}
