import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { TitoError } from '../../../src/errors.ts';
import { InvalidData } from '../../../src/storage/digit-files/invalid-data.ts';
import { readNpy } from '../../../src/storage/digit-files/npy.ts';
import { readNpz } from '../../../src/storage/digit-files/npz.ts';
import { readDigits } from '../../../src/storage/digit-files/read-digits.ts';
import { listZip } from '../../../src/storage/digit-files/zip.ts';
import { sharedTemporaryFolder } from '../../support/temporary-folder.ts';
import { hasNumpy, runNumpy } from './_numpy.ts';

const MIB = 2 ** 20;

describe.skipIf(!hasNumpy)('damaged and hostile files (needs python3 with numpy)', () => {
  const folder = sharedTemporaryFolder();
  const bytesOf = (name: string) => readFileSync(join(folder, name));
  /** The file with some bytes changed, read as digits. */
  const readChanged = (name: string, change: (bytes: Buffer) => Buffer) => {
    const file = join(folder, 'changed.npz');
    writeFileSync(file, change(Buffer.from(bytesOf(name))));
    return readDigits(file);
  };

  beforeAll(() =>
    runNumpy(
      `
X = (np.arange(100 * 16).reshape(100, 4, 4) * 7 % 251).astype("u1")
y = np.arange(100) % 10
np.savez("plain.npz", images=X, labels=y)
np.savez_compressed("packed.npz", images=X, labels=y)
np.savez_compressed("bomb.npz", images=np.zeros((100, 512, 512), "u1"), labels=y)
np.save("version1.npy", X)
for version in (2, 3):
    with open(f"version{version}.npy", "wb") as file:
        np.lib.format.write_array(file, X, version=(version, 0))
`,
      folder,
    ),
  );

  it('reads both as they are', () => {
    expect(readChanged('plain.npz', (bytes) => bytes)).toEqual(readChanged('packed.npz', (bytes) => bytes));
  });

  it.each(['plain.npz', 'packed.npz'])('sees that %s is cut, wherever', (name) => {
    const { length } = bytesOf(name);
    for (const kept of [2, 30, Math.floor(length / 2), length - 23, length - 1]) {
      expect(() => readChanged(name, (bytes) => bytes.subarray(0, kept))).toThrow(/its end is missing/);
    }
  });

  it('sees that a part in the middle is missing', () => {
    const without = (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 500), bytes.subarray(600)]);
    expect(() => readChanged('plain.npz', without)).toThrow(/the archive is damaged/);
  });

  it('sees by its checksum that a pixel was changed', () => {
    const flip = (bytes: Buffer) => bytes.fill((bytes[800] ?? 0) ^ 1, 800, 801);
    expect(() => readChanged('plain.npz', flip)).toThrow(/images\.npy has a wrong checksum/);
  });

  it('never fails in any other way than by saying that the data are invalid', async () => {
    const file = join(folder, 'mutated.npz');
    const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const changes = fc.array(fc.tuple(position, fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.property(fc.constantFrom('plain.npz', 'packed.npz', 'version2.npy'), changes, (name, changed) => {
        const bytes = bytesOf(name);
        for (const [share, value] of changed) bytes[Math.floor(share * bytes.length)] = value;
        writeFileSync(file, bytes);
        try {
          readDigits(file);
        } catch (error) {
          expect(error).toBeInstanceOf(TitoError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('asks for no more memory than it may take, before it unpacks anything', () => {
    const archive = bytesOf('bomb.npz');
    expect(archive.length).toBeLessThan(MIB);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => readNpz(archive, 25 * MIB)).toThrow(
      /its arrays take 25 MiB unpacked; at most 25 MiB are read/,
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(MIB);
    expect(readNpz(archive, 26 * MIB)[0]?.images.shape).toEqual([100, 512, 512]);
  });

  it('stops where more comes out of the archive than its directory says', () => {
    const archive = bytesOf('bomb.npz');
    const entry = archive.indexOf('PK\x01\x02', 0, 'latin1');
    archive.writeUInt32LE(1000, entry + 24);
    expect(() => readNpz(archive, MIB)).toThrow(/images\.npy can't be unpacked/);
  });

  it.each([
    ['encrypted', 8, 1, /images\.npy in it is encrypted/],
    ['packed in another way', 10, 12, /images\.npy is packed by method 12/],
  ])('refuses a member that is %s', (_, field, value, message) => {
    const change = (bytes: Buffer) => {
      bytes.writeUInt16LE(value, bytes.indexOf('PK\x01\x02', 0, 'latin1') + field);
      return bytes;
    };
    expect(() => readChanged('packed.npz', change)).toThrow(message);
  });

  it('reads sizes that stand in the zip64 part of an entry', () => {
    const archive = bytesOf('plain.npz');
    const [entry, end] = ['PK\x01\x02', 'PK\x05\x06'].map((mark) => archive.indexOf(mark, 0, 'latin1'));
    const name_bytes = archive.readUInt16LE((entry ?? 0) + 28);
    const size = archive.readUInt32LE((entry ?? 0) + 24);
    const part = Buffer.alloc(20);
    part.writeUInt16LE(1, 0);
    part.writeUInt16LE(16, 2);
    part.writeBigUInt64LE(BigInt(size), 4);
    part.writeBigUInt64LE(BigInt(size), 12);
    const at = (entry ?? 0) + 46 + name_bytes;
    const wide = Buffer.concat([archive.subarray(0, at), part, archive.subarray(at)]);
    wide.fill(0xff, (entry ?? 0) + 20, (entry ?? 0) + 28);
    wide.writeUInt16LE(20, (entry ?? 0) + 30);
    wide.writeUInt32LE(wide.readUInt32LE((end ?? 0) + 20 + 12) + 20, (end ?? 0) + 20 + 12);
    expect(listZip(wide).map((member) => member.size_bytes)).toContain(size);
    expect(readChanged('plain.npz', () => wide)).toEqual(readChanged('plain.npz', (bytes) => bytes));
  });

  it.each([1, 2, 3])('reads an array in version %d of the format', (version) => {
    expect(readNpy(bytesOf(`version${version}.npy`), 'images')).toEqual(
      readNpy(bytesOf('version1.npy'), 'images'),
    );
  });
});

/** An array file of version 1 with this header and these numbers. */
function npy(header: string, numbers = 0): Buffer {
  const start = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${header}`, 'latin1');
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([start, Buffer.alloc(numbers)]);
}

describe('readNpy', () => {
  it.each([
    [
      'a shape that no memory could hold',
      `{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 999999)}`,
    ],
    ['more numbers than there are', `{'descr': '|u1', 'fortran_order': False, 'shape': (100,)}`],
    ['a shape that is no shape', `{'descr': '|u1', 'fortran_order': False, 'shape': (-1,)}`],
    ['no shape', `{'descr': '|u1', 'fortran_order': False}`],
    ['an unknown type', `{'descr': '<f16', 'fortran_order': False, 'shape': (0,)}`],
    ['nothing', ''],
  ])('refuses a header with %s', (_, header) => {
    expect(() => readNpy(npy(header, 8), 'images')).toThrow(InvalidData);
  });

  it('refuses a header that goes on behind the end of the file', () => {
    const bytes = npy(`{'descr': '|u1', 'fortran_order': False, 'shape': (8,)}`, 8);
    bytes.writeUInt16LE(60_000, 8);
    expect(() => readNpy(bytes, 'images')).toThrow('images ends in its header');
  });

  it('refuses what is no array, and a version that does not exist', () => {
    expect(() => readNpy(Buffer.from('array([1, 2, 3])'), 'images')).toThrow('images is no numpy array');
    expect(() => readNpy(npy('{}').fill(9, 6, 7), 'images')).toThrow("version 9 of numpy's format");
  });
});

it('takes an archive without a directory for damaged', () => {
  expect(() => listZip(deflateRawSync(Buffer.alloc(1000)))).toThrow(/its end is missing/);
});
