import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dequantize, quantize } from '../../../../src/reference/models/compression/quantize.ts';

const number = fc.float({ noNaN: true, min: -8, max: 8 });
const layers = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, columns]) =>
    fc.record({
      weight: fc.float32Array({
        minLength: rows * columns,
        maxLength: rows * columns,
        noNaN: true,
        min: -8,
        max: 8,
      }),
      bias: fc
        .array(number, { minLength: columns, maxLength: columns })
        .map((values) => Float32Array.from(values)),
    }),
  );

describe('quantize', () => {
  it('moves no weight by more than half its channel’s scale', () => {
    fc.assert(
      fc.property(layers, (layer) => {
        const quantized = quantize(layer);
        const { weight } = dequantize(quantized);
        for (const [i, value] of layer.weight.entries()) {
          const scale = Number(quantized.scales[i % layer.bias.length]);
          // Products and scales are rounded to float32, by less than 2^-23 of the weight; below 2^-126 absolutely.
          const limit = scale / 2 + 2 ** -22 * Math.abs(value) + 127 * 2 ** -149;
          expect(Math.abs(value - Number(weight[i]))).toBeLessThanOrEqual(limit);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has a scale of its own for each output channel', () => {
    const { weight, scales } = quantize({
      weight: Float32Array.of(127, 0.127, -63.5, 0.001),
      bias: new Float32Array(2),
    });
    expect([...weight]).toEqual([127, 127, -63, 1]);
    expect(scales[0]).toBe(1);
    expect(scales[1]).toBeCloseTo(0.001, 9);
  });

  it('keeps zeros and biases', () => {
    const bias = Float32Array.of(0.1, -3);
    const layer = dequantize(quantize({ weight: Float32Array.of(0, 1, 0, 2), bias }));
    expect([layer.weight[0], layer.weight[2]]).toEqual([0, 0]);
    expect(layer.bias).toEqual(bias);
  });

  it('is stored as int8', () => {
    expect(quantize({ weight: Float32Array.of(1, 2), bias: new Float32Array(1) }).weight).toBeInstanceOf(
      Int8Array,
    );
  });
});
