import { type Architecture, layerShapes, type Network } from '../architecture.ts';
import { dequantize, type QuantizedLayer } from '../compression/quantize.ts';
import { packSparse, unpackSparse } from '../compression/sparse-bytes.ts';
import { FLOAT32, type Format, PACKED_INT8, unwrap, wrap } from './envelope.ts';
import { FLOAT_BYTES, floatBytes, readFloats } from './float-bytes.ts';

/** Layer by layer, weights and biases in float32. */
export const writeFloat32 = ({ architecture, layers }: Network): Uint8Array =>
  wrap(
    FLOAT32,
    architecture,
    layers.flatMap(({ weight, bias }) => [floatBytes(weight), floatBytes(bias)]),
  );

/** Layer by layer, scales and biases in float32 and weights in int8, without zeros where that is shorter. */
export const writePacked = (architecture: Architecture, layers: readonly QuantizedLayer[]): Uint8Array =>
  wrap(
    PACKED_INT8,
    architecture,
    layers.flatMap(({ weight, scales, bias }) => [floatBytes(scales), floatBytes(bias), packSparse(weight)]),
  );

/**
 * The network of these bytes, quantised weights as the float32 numbers that they stand for.
 * @throws RangeError where the bytes are not what `writeFloat32` or `writePacked` wrote
 */
export function readNetwork(bytes: Uint8Array): { format: Format; network: Network } {
  const { format, architecture, body } = unwrap(bytes);
  let rest = body;
  const floats = (count: number) => {
    const numbers = readFloats(rest, count);
    rest = rest.subarray(count * FLOAT_BYTES);
    return numbers;
  };
  const layers = layerShapes(architecture).map(({ rows, columns }) => {
    if (format === FLOAT32) return { weight: floats(rows * columns), bias: floats(columns) };
    const [scales, bias] = [floats(columns), floats(columns)];
    const { numbers, length } = unpackSparse(rest, rows * columns);
    rest = rest.subarray(length);
    return dequantize({ weight: numbers, scales, bias });
  });
  if (rest.length > 0)
    throw new RangeError(`The model's bytes go on for ${rest.length} after its last layer.`);
  return { format, network: { architecture, layers } };
}
