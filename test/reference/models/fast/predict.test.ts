import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLASSES, convolutional } from '../../../../src/reference/models/architecture.ts';
import { fastPredict } from '../../../../src/reference/models/fast/predict.ts';
import { plainPredict } from '../../../../src/reference/models/plain.ts';
import { architectures, randomImages, randomNetwork } from '../_networks.ts';

describe('fastPredict', () => {
  it('gives what the definitions give, but for rounding, with any share of zeros', () => {
    fc.assert(
      fc.property(
        architectures,
        fc.nat(),
        fc.constantFrom(0, 0.5, 0.9, 1),
        (architecture, seed, sparsity) => {
          const network = randomNetwork(architecture, seed, sparsity);
          const images = randomImages(architecture.size, 4, seed + 1);
          const expected = plainPredict(network)(images, 4);
          const scale = Math.max(1, ...expected.map(Math.abs));
          for (const [i, logit] of fastPredict(network)(images, 4).entries()) {
            expect(Math.abs(logit - Number(expected[i])) / scale).toBeLessThan(2 ** -20);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('gives the same to the bit in batches of any size and in any order', () => {
    const predict = fastPredict(randomNetwork(convolutional(8), 1, 0.5));
    const images = randomImages(8, 9, 2);
    const together = predict(images, 9);
    for (const i of [4, 0, 8]) {
      const alone = predict(images.subarray(64 * i, 64 * (i + 1)), 1);
      expect(alone).toEqual(together.slice(CLASSES * i, CLASSES * (i + 1)));
    }
  });

  it('returns an array of its own each time', () => {
    const predict = fastPredict(randomNetwork(convolutional(8), 1));
    const first = predict(randomImages(8, 1, 1), 1);
    const copy = first.slice();
    predict(randomImages(8, 1, 2), 1);
    expect(first).toEqual(copy);
  });
});
