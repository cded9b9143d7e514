import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packSparse, unpackSparse } from '../../../../src/reference/models/compression/sparse-bytes.ts';

const level = fc.integer({ min: -128, max: 127 });
const levels = fc
  .array(fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, level), { maxLength: 100 })
  .map((values) => Int8Array.from(values));

describe('packSparse', () => {
  it('is undone by unpackSparse, whatever follows', () => {
    fc.assert(
      fc.property(
        fc.oneof(levels, fc.int8Array({ maxLength: 50 })),
        fc.uint8Array({ maxLength: 5 }),
        (numbers, rest) => {
          const packed = packSparse(numbers);
          const read = unpackSparse(Uint8Array.of(...packed, ...rest), numbers.length);
          expect(read).toEqual({ numbers, length: packed.length });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes a bit per number, a byte per number that is not zero, and one more', () => {
    const numbers = Int8Array.from({ length: 1000 }, (_, i) => (i % 10 < 3 ? i % 100 || 1 : 0));
    expect(packSparse(numbers)).toHaveLength(1 + 125 + 300);
  });

  it('never takes more than a byte per number and one more', () => {
    fc.assert(fc.property(levels, (numbers) => packSparse(numbers).length <= numbers.length + 1));
  });
});

describe('unpackSparse', () => {
  it.each([
    ['an unknown form', Uint8Array.of(7, 1, 2), 2],
    ['nothing', new Uint8Array(0), 2],
    ['numbers that are cut off', Uint8Array.of(0, 1), 2],
    ['a mask that is cut off', Uint8Array.of(1, 0xff), 9],
    ['numbers behind a mask that are cut off', Uint8Array.of(1, 0b11, 5), 2],
  ])('refuses %s', (_, bytes, count) => {
    expect(() => unpackSparse(bytes, count)).toThrow(RangeError);
  });
});
