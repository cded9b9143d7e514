import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convolutional } from '../../../../src/reference/models/architecture.ts';
import { dequantize, quantize } from '../../../../src/reference/models/compression/quantize.ts';
import { FLOAT32, PACKED_INT8 } from '../../../../src/reference/models/formats/envelope.ts';
import {
  readNetwork,
  writeFloat32,
  writePacked,
} from '../../../../src/reference/models/formats/network-bytes.ts';
import { architectures, randomNetwork } from '../_networks.ts';

const network = randomNetwork(convolutional(8), 1, 0.6);
const packed = () => writePacked(network.architecture, network.layers.map(quantize));

describe('a network as bytes', () => {
  it('is the same to the bit when read, in float32', () => {
    fc.assert(
      fc.property(architectures, fc.nat(), (architecture, seed) => {
        const written = randomNetwork(architecture, seed);
        expect(readNetwork(writeFloat32(written))).toEqual({ format: FLOAT32, network: written });
      }),
      { numRuns: 50 },
    );
  });

  it('is what its quantised weights stand for when read, packed', () => {
    fc.assert(
      fc.property(architectures, fc.nat(), fc.constantFrom(0, 0.7), (architecture, seed, sparsity) => {
        const quantized = randomNetwork(architecture, seed, sparsity).layers.map(quantize);
        const expected = { architecture, layers: quantized.map(dequantize) };
        expect(readNetwork(writePacked(architecture, quantized))).toEqual({
          format: PACKED_INT8,
          network: expected,
        });
      }),
      { numRuns: 50 },
    );
  });

  it('is read from the middle of a larger buffer', () => {
    const bytes = writeFloat32(network);
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 3);
    expect(readNetwork(larger.subarray(3, 3 + bytes.length)).network).toEqual(network);
  });

  it('is really smaller when packed, and smaller again when there are zeros', () => {
    const dense = randomNetwork(convolutional(8), 1);
    const whole = writePacked(dense.architecture, dense.layers.map(quantize)).length;
    expect(writeFloat32(dense).length / whole).toBeGreaterThan(3.5);
    expect(whole / packed().length).toBeGreaterThan(1.5);
  });

  it.each([
    ['of a version to come', (bytes: Uint8Array) => bytes.with(5, 2), /version is 2/],
    ['that begin with something else', (bytes: Uint8Array) => bytes.with(0, 0x50), /begin with/],
    ['that are too few', (bytes: Uint8Array) => bytes.slice(0, 8), /too few/],
    ['without their end', (bytes: Uint8Array) => bytes.slice(0, -1), /cut off or damaged/],
    ['that go on', (bytes: Uint8Array) => Uint8Array.of(...bytes, 0), /cut off or damaged/],
    ['that are none', () => new Uint8Array(0), /too few/],
  ])('refuses bytes %s', (_, damage, message) => {
    for (const bytes of [writeFloat32(network), packed()]) {
      expect(() => readNetwork(damage(bytes))).toThrow(RangeError);
      expect(() => readNetwork(damage(bytes))).toThrow(message);
    }
  });

  it('refuses bytes with any bit turned over', () => {
    const bytes = packed();
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        expect(() => readNetwork(bytes.with(at, Number(bytes[at]) ^ (1 << bit)))).toThrow(RangeError);
      }),
    );
  });
});
