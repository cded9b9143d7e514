import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hmacSha256OfShort, sha256OfShort } from '../../src/analysis/sha256.ts';

const own = (text: string) => createHash('sha256').update(text).digest('hex');

it('is the SHA-256 of the standard’s examples', () => {
  // FIPS 180-4's examples: one block, and one whose padding needs a second.
  expect(sha256OfShort('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256OfShort('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
});

it('is what the runtime computes, at every length about a block and in every script', () => {
  for (let length = 0; length < 200; length++) {
    expect(sha256OfShort('a'.repeat(length))).toBe(own('a'.repeat(length)));
  }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(sha256OfShort(text)).toBe(own(text));
    }),
    { numRuns: 200 },
  );
});

it('makes the HMAC that the runtime makes, with every key of up to a block', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      (key, text) => {
        expect(hmacSha256OfShort(key)(text)).toBe(createHmac('sha256', key).update(text).digest('hex'));
      },
    ),
    { numRuns: 200 },
  );
  expect(() => hmacSha256OfShort(new Uint8Array(65))).toThrow(RangeError);
});
