import { describe, expect, it } from 'vitest';
import { verifyKernels } from '../../../src/reference/capstone/verify-kernels.ts';
import { generateDigits } from '../../../src/reference/digits/generate.ts';
import { convolutional } from '../../../src/reference/models/architecture.ts';
import { fastPredict } from '../../../src/reference/models/fast/predict.ts';
import { randomNetwork } from '../models/_networks.ts';

const network = randomNetwork(convolutional(8), 1, 0.5);
const digits = generateDigits({ count: 10, size: 8, seed: 1 });

describe('verifyKernels', () => {
  it('accepts the fast kernels', () => {
    expect(() => verifyKernels(network, digits)).not.toThrow();
  });

  it.each([
    ['are off by a little', (logits: Float32Array) => logits.map((logit) => logit * 1.0001)],
    ['are not numbers', (logits: Float32Array) => logits.with(99, Number.NaN)],
    ['are too few', (logits: Float32Array) => logits.slice(0, -1)],
  ])('refuses kernels whose logits %s', (_, change) => {
    const fast = fastPredict(network);
    expect(() => verifyKernels(network, digits, (images, count) => change(fast(images, count)))).toThrow(
      /fast kernels are wrong/,
    );
  });
});
