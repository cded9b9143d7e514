import { describe, expect, it } from 'vitest';
import {
  type Architecture,
  CLASSES,
  type LayerShape,
  layerShapes,
} from '../../../../src/reference/models/architecture.ts';
import { passesOf } from '../../../../src/reference/models/training/passes.ts';
import { softmaxCrossEntropy } from '../../../../src/reference/models/training/softmax-cross-entropy.ts';
import { stageOf } from '../../../../src/reference/models/training/stage.ts';
import { randomImages, randomNetwork } from '../_networks.ts';

const COUNT = 3;
const STEP = 2 ** -12;

/** Central differences of a function of the numbers, one after the other. They are put back as they were. */
function differences(numbers: Float32Array, f: () => number): number[] {
  return Array.from(numbers, (value, i) => {
    const [up, down] = [STEP, -STEP].map((step) => {
      numbers[i] = value + step;
      return f();
    }) as [number, number];
    numbers[i] = value;
    return (up - down) / (2 * STEP);
  });
}

/** Equal but for float32 and for the few kinks of relu and pooling that a step crosses. */
function expectClose(got: Float32Array, expected: readonly number[]) {
  expect(got).toHaveLength(expected.length);
  const scale = Math.hypot(...expected);
  expect(scale).toBeGreaterThan(0);
  expect(Math.hypot(...expected.map((value, i) => value - Number(got[i]))) / scale).toBeLessThan(0.02);
}

describe('softmaxCrossEntropy', () => {
  const logits = Float32Array.of(1, -2, 0.5, 3, 3, -1);
  const labels = Uint8Array.of(2, 1);

  it('is the mean of -log softmax, and its gradient is that of finite differences', () => {
    const gradient = new Float32Array(6);
    const loss = softmaxCrossEntropy(logits, labels, 3, gradient);
    const share = (row: number[], label: number) =>
      Math.exp(Number(row[label])) / row.reduce((sum, x) => sum + Math.exp(x), 0);
    const expected = -(Math.log(share([1, -2, 0.5], 2)) + Math.log(share([3, 3, -1], 1))) / 2;
    expect(loss).toBeCloseTo(expected, 12);
    expectClose(
      gradient,
      differences(logits, () => softmaxCrossEntropy(logits, labels, 3, new Float32Array(6))),
    );
  });

  it('does not overflow', () => {
    expect(softmaxCrossEntropy(Float32Array.of(1e4, 0), Uint8Array.of(1), 2, new Float32Array(2))).toBe(1e4);
  });
});

const shapes: [string, LayerShape][] = [
  ['dense layer', { kind: 'dense', rows: 6, columns: 5, hasRelu: false }],
  ['dense layer with relu', { kind: 'dense', rows: 6, columns: 5, hasRelu: true }],
  ['convolution of one channel', { kind: 'convolution', side: 6, channels: 1, rows: 9, columns: 3 }],
  [
    'convolution of several channels and an odd side',
    { kind: 'convolution', side: 5, channels: 2, rows: 18, columns: 3 },
  ],
];

describe.each(shapes)('a %s', (_, shape) => {
  const inputs = shape.kind === 'dense' ? shape.rows : shape.side ** 2 * shape.channels;
  const weights = {
    weight: randomImages(1, shape.rows * shape.columns, 1).map((x) => x - 0.5),
    bias: randomImages(1, shape.columns, 2).map((x) => x - 0.3),
  };
  const input = randomImages(1, COUNT * inputs, 3).map((x) => 2 * x - 1);
  const stage = stageOf(shape, weights, COUNT, false);
  const outputs = stage.forward(input, COUNT).length;
  // The loss is a weighted sum of the outputs, so that its gradient by them is the weights.
  const factors = randomImages(1, outputs, 4).map((x) => x - 0.5);
  const loss = () =>
    stage.forward(input, COUNT).reduce((sum, value, i) => sum + value * Number(factors[i]), 0);
  const back = () => {
    // Once before, so that what is left from the last minibatch would show.
    stage.forward(input, COUNT);
    stage.backward(factors.slice(), COUNT);
    stage.forward(input, COUNT);
    return stage.backward(factors.slice(), COUNT).slice();
  };

  it('has the gradients of its weights', () => {
    back();
    expectClose(stage.gradients.weight.slice(), differences(weights.weight, loss));
  });

  it('has the gradients of its bias', () => {
    back();
    expectClose(stage.gradients.bias.slice(), differences(weights.bias, loss));
  });

  it('has the gradients of its input', () => {
    expectClose(back(), differences(input, loss));
  });
});

const networks: [string, Architecture][] = [
  ['perceptron', { size: 4, convolutions: [], dense: [7, CLASSES] }],
  ['convolutional network', { size: 6, convolutions: [2, 3], dense: [6, CLASSES] }],
];

describe.each(networks)('a %s', (_, architecture) => {
  it('has the gradients of the loss by all weights, in a minibatch smaller than its buffers', () => {
    const network = randomNetwork(architecture, 5);
    const images = randomImages(architecture.size, COUNT, 6);
    const labels = Uint8Array.of(3, 0, 9);
    const passes = passesOf(network, COUNT + 2);
    const loss = () => {
      passes.forward(images, COUNT);
      return passes.backward(labels);
    };
    loss();
    const got = passes.gradients.map(({ weight, bias }) => ({ weight: weight.slice(), bias: bias.slice() }));
    expect(got).toHaveLength(layerShapes(architecture).length);
    for (const [depth, { weight, bias }] of network.layers.entries()) {
      expectClose(got[depth]?.weight ?? new Float32Array(0), differences(weight, loss));
      expectClose(got[depth]?.bias ?? new Float32Array(0), differences(bias, loss));
    }
  });
});
