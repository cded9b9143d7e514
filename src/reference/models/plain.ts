import {
  CLASSES,
  type ConvolutionShape,
  KERNEL,
  type LayerWeights,
  layerShapes,
  type Network,
} from './architecture.ts';

/** Convolution with zeros around the image, from its definition: one sum per pixel and output channel. */
function convolve(
  { side, channels, columns }: ConvolutionShape,
  { weight, bias }: LayerWeights,
  input: Float32Array,
): Float32Array {
  const output = new Float32Array(side * side * columns);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let out = 0; out < columns; out++) {
        let sum = bias[out] as number;
        for (let ky = 0; ky < KERNEL; ky++) {
          const fromY = y + ky - 1;
          if (fromY < 0 || fromY >= side) continue;
          for (let kx = 0; kx < KERNEL; kx++) {
            const fromX = x + kx - 1;
            if (fromX < 0 || fromX >= side) continue;
            for (let c = 0; c < channels; c++) {
              const pixel = input[(fromY * side + fromX) * channels + c] as number;
              sum += pixel * (weight[((ky * KERNEL + kx) * channels + c) * columns + out] as number);
            }
          }
        }
        output[(y * side + x) * columns + out] = sum;
      }
    }
  }
  return output;
}

/** The greatest of each 2 × 2 square, per channel. */
function maxPool(input: Float32Array, side: number, channels: number): Float32Array {
  const half = Math.floor(side / 2);
  const output = new Float32Array(half * half * channels);
  for (let y = 0; y < half; y++) {
    for (let x = 0; x < half; x++) {
      for (let c = 0; c < channels; c++) {
        const first = (2 * y * side + 2 * x) * channels + c;
        const second = first + side * channels;
        output[(y * half + x) * channels + c] = Math.max(
          input[first] as number,
          input[first + channels] as number,
          input[second] as number,
          input[second + channels] as number,
        );
      }
    }
  }
  return output;
}

/** x W + b, one sum per output. */
function multiply({ weight, bias }: LayerWeights, input: Float32Array): Float32Array {
  const output = new Float32Array(bias.length);
  for (let out = 0; out < bias.length; out++) {
    let sum = bias[out] as number;
    for (let i = 0; i < input.length; i++)
      sum += (input[i] as number) * (weight[i * bias.length + out] as number);
    output[out] = sum;
  }
  return output;
}

/** max(0, x) elementwise. */
function relu(values: Float32Array): Float32Array {
  const output = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) output[i] = Math.max(0, values[i] as number);
  return output;
}

/**
 * Predicts as the definitions say, one image after the other: what one writes first, and what the fast kernels are
 * checked against. Each layer's values are float32.
 *
 * @returns images (count, size²) -> logits (count, classes)
 */
export function plainPredict({
  architecture,
  layers,
}: Network): (images: Float32Array, count: number) => Float32Array {
  const steps = layerShapes(architecture).map((shape, depth) => {
    const weights = layers[depth];
    if (!weights) throw new RangeError(`Layer ${depth} has no weights.`);
    if (shape.kind === 'convolution') {
      return (input: Float32Array) =>
        maxPool(relu(convolve(shape, weights, input)), shape.side, shape.columns);
    }
    return (input: Float32Array) =>
      shape.hasRelu ? relu(multiply(weights, input)) : multiply(weights, input);
  });
  const pixels = architecture.size ** 2;
  return (images, count) => {
    const logits = new Float32Array(count * CLASSES);
    for (let i = 0; i < count; i++) {
      const image = images.subarray(i * pixels, (i + 1) * pixels);
      logits.set(
        steps.reduce((values, step) => step(values), image),
        i * CLASSES,
      );
    }
    return logits;
  };
}
