import {
  CLASSES,
  type ConvolutionShape,
  type DenseShape,
  KERNEL,
  type LayerWeights,
  layerShapes,
  type Network,
} from '../architecture.ts';
import { convolutionKernel, type Plane } from './convolution-kernel.ts';
import { denseKernel } from './dense-kernel.ts';
import { sparseColumns } from './sparse-columns.ts';

/** How the values between two layers lie in memory. */
interface Values {
  data: Float64Array;
  plane: Plane;
  side: number;
  channels: number;
}

/** Values in planes; a convolution reads them with a margin of zeros, which nobody ever writes to. */
function valuesOf(side: number, channels: number, margin: number): Values {
  const stride = side + 2 * margin;
  const plane = { stride, length: stride * stride, first: margin * (stride + 1) };
  return { data: new Float64Array(channels * plane.length), plane, side, channels };
}

/** Copies an image's rows to where the first layer reads them. */
function load(images: Float32Array, from: number, { data, plane, side }: Values): void {
  for (let y = 0; y < side; y++) {
    const row = plane.first + y * plane.stride;
    for (let x = 0; x < side; x++) data[row + x] = images[from + y * side + x] as number;
  }
}

function convolutionStep(
  shape: ConvolutionShape,
  weights: LayerWeights,
  input: Values,
  output: Values,
): () => void {
  const { plane } = input;
  const columns = sparseColumns(weights, (row) => {
    const [position, channel] = [Math.floor(row / shape.channels), row % shape.channels];
    return channel * plane.length + Math.floor(position / KERNEL) * plane.stride + (position % KERNEL);
  });
  return () => convolutionKernel(columns, input.data, plane, output.data, output.plane, output.side);
}

function denseStep(
  { hasRelu }: DenseShape,
  weights: LayerWeights,
  input: Values,
  output: Values,
): () => void {
  // A row of weights belongs to a pixel (y, x, channel); the pixels lie in planes.
  const columns = sparseColumns(weights, (row) => {
    const [pixel, channel] = [Math.floor(row / input.channels), row % input.channels];
    return channel * input.plane.length + pixel;
  });
  return () => denseKernel(columns, input.data, output.data, hasRelu ? 0 : Number.NEGATIVE_INFINITY);
}

/**
 * Predicts with kernels that leave out zeros, read memory in order and keep their buffers. The results are those of
 * `plainPredict` but for rounding, and are the same in batches of any size.
 *
 * @returns images (count, size²) -> logits (count, classes), in an array of their own
 */
export function fastPredict({
  architecture,
  layers,
}: Network): (images: Float32Array, count: number) => Float32Array {
  const shapes = layerShapes(architecture);
  const marginOf = (depth: number) => (shapes[depth]?.kind === 'convolution' ? 1 : 0);
  const first = valuesOf(architecture.size, 1, marginOf(0));
  let last = first;
  const steps = shapes.map((shape, depth) => {
    const weights = layers[depth];
    if (!weights) throw new RangeError(`Layer ${depth} has no weights.`);
    const input = last;
    if (shape.kind === 'dense') {
      last = valuesOf(1, shape.columns, 0);
      return denseStep(shape, weights, input, last);
    }
    last = valuesOf(Math.floor(shape.side / 2), shape.columns, marginOf(depth + 1));
    return convolutionStep(shape, weights, input, last);
  });
  const logits = last.data;
  const pixels = architecture.size ** 2;
  return (images, count) => {
    const results = new Float32Array(count * CLASSES);
    for (let i = 0; i < count; i++) {
      load(images, i * pixels, first);
      for (const step of steps) step();
      results.set(logits, i * CLASSES);
    }
    return results;
  };
}
