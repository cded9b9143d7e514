import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forward } from '../../../src/reference/layers.ts';
import { CLASSES, layerShapes } from '../../../src/reference/models/architecture.ts';
import { plainPredict } from '../../../src/reference/models/plain.ts';
import { passesOf } from '../../../src/reference/models/training/passes.ts';
import { tensor } from '../../../src/reference/tensor.ts';
import { architectures, randomImages, randomNetwork } from './_networks.ts';

describe('plainPredict', () => {
  it('is the yardstick’s forward pass for a perceptron', () => {
    const network = randomNetwork({ size: 5, convolutions: [], dense: [7, CLASSES] }, 1);
    const images = randomImages(5, 3, 2);
    const shapes = layerShapes(network.architecture);
    const layers = network.layers.map(({ weight, bias }, depth) => ({
      weight: tensor(weight, [shapes[depth]?.rows ?? 0, bias.length]),
      bias: tensor(bias, [bias.length]),
    }));
    const expected = forward(tensor(images, [3, 25]), layers).data;
    for (const [i, logit] of plainPredict(network)(images, 3).entries()) {
      expect(logit).toBeCloseTo(Number(expected[i]), 5);
    }
  });

  it('convolves with zeros around the image, takes relu and the greatest of each square', () => {
    const kernel = Float32Array.of(0, 0, 0, 1, -2, 0, 0, 0, 0);
    const network = {
      architecture: { size: 2, convolutions: [1], dense: [CLASSES] },
      layers: [
        { weight: kernel, bias: Float32Array.of(0.5) },
        { weight: Float32Array.from({ length: CLASSES }, (_, i) => i), bias: new Float32Array(CLASSES) },
      ],
    };
    // 0.5 + left - 2 × own is -0.5 and 0.75 in the upper row, -1.5 and -0.5 in the lower.
    const predicted = plainPredict(network)(Float32Array.of(0.5, 0.125, 1, 1), 1);
    expect([...predicted]).toEqual(Array.from({ length: CLASSES }, (_, i) => i * 0.75));
  });

  it('is the forward pass of training', () => {
    fc.assert(
      fc.property(architectures, fc.nat(), (architecture, seed) => {
        const network = randomNetwork(architecture, seed);
        const images = randomImages(architecture.size, 3, seed + 1);
        const trained = passesOf(network, 4).forward(images, 3);
        for (const [i, logit] of plainPredict(network)(images, 3).entries()) {
          expect(logit).toBeCloseTo(Number(trained[i]), 4);
        }
      }),
      { numRuns: 60 },
    );
  });
});
