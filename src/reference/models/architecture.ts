/** Classes of the logits that every model ends with. */
export const CLASSES = 10;
/** Side of a convolution's square kernel; its input is padded by zeros, so that the output has the input's size. */
export const KERNEL = 3;

/**
 * Stages of a classifier of square grey images: convolutions, each followed by relu and 2 × 2 max pooling, then dense
 * layers with relu between them. Without convolutions it is a multi-layer perceptron.
 */
export interface Architecture {
  /** Pixels per side of an image. */
  size: number;
  /** Channels that each convolution puts out. */
  convolutions: readonly number[];
  /** Outputs of each dense layer; the last are the logits. */
  dense: readonly number[];
}

interface MatrixShape {
  /** Weights of one output. */
  rows: number;
  /** Outputs. */
  columns: number;
}
export interface ConvolutionShape extends MatrixShape {
  kind: 'convolution';
  /** Pixels per side, of the input and before pooling. */
  side: number;
  /** Of the input. */
  channels: number;
}
export interface DenseShape extends MatrixShape {
  kind: 'dense';
  hasRelu: boolean;
}
export type LayerShape = ConvolutionShape | DenseShape;

/**
 * The weights of one layer, row-major (rows, columns). A row of a convolution is (kernel y, kernel x, input channel), and
 * images are (y, x, channel): channels last.
 */
export interface LayerWeights {
  weight: Float32Array;
  bias: Float32Array;
}

export interface Network {
  architecture: Architecture;
  layers: readonly LayerWeights[];
}

/**
 * The layers from the first to the last.
 * @throws RangeError where pooling leaves no pixel or the last layer isn't as wide as there are classes
 */
export function layerShapes({ size, convolutions, dense }: Architecture): LayerShape[] {
  const shapes: LayerShape[] = [];
  let [side, channels] = [size, 1];
  for (const columns of convolutions) {
    shapes.push({ kind: 'convolution', side, channels, rows: KERNEL * KERNEL * channels, columns });
    // An odd last row and column are left out of pooling.
    [side, channels] = [Math.floor(side / 2), columns];
  }
  let rows = side * side * channels;
  for (const [depth, columns] of dense.entries()) {
    shapes.push({ kind: 'dense', rows, columns, hasRelu: depth < dense.length - 1 });
    rows = columns;
  }
  const sound = shapes.every(({ rows: inputs, columns }) => inputs > 0 && columns > 0);
  if (!sound || dense.at(-1) !== CLASSES) {
    throw new RangeError(
      `There is no network of ${size} pixels, [${convolutions}] channels, [${dense}] outputs.`,
    );
  }
  return shapes;
}

/** Multiply-adds of one prediction. */
export function multiplyAdds(architecture: Architecture): number {
  const each = layerShapes(architecture).map(
    (shape) => shape.rows * shape.columns * (shape.kind === 'convolution' ? shape.side ** 2 : 1),
  );
  return each.reduce((sum, count) => sum + count, 0);
}

/** Weights and biases. */
export const parameterCount = (architecture: Architecture): number =>
  layerShapes(architecture).reduce((sum, { rows, columns }) => sum + (rows + 1) * columns, 0);

/** A perceptron with one hidden layer: size² - 32 - 10, or 64 wide where there are more than 256 pixels. */
export const perceptron = (size: number): Architecture => ({
  size,
  convolutions: [],
  dense: [size > 16 ? 64 : 32, CLASSES],
});

/** Two convolutions with 8 and 16 channels and one dense layer, for images of 4 × 4 and more. */
export const convolutional = (size: number): Architecture => ({
  size,
  convolutions: [8, 16],
  dense: [CLASSES],
});
