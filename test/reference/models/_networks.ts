import fc from 'fast-check';
import { seededRandom } from '../../../src/analysis/random.ts';
import type { Architecture, Network } from '../../../src/reference/models/architecture.ts';
import { initialise } from '../../../src/reference/models/initialise.ts';

/** Perceptrons and convolutional networks of a few channels, on images of even and odd sizes. */
export const architectures = fc.oneof(
  fc.record({
    size: fc.integer({ min: 1, max: 9 }),
    convolutions: fc.constant([]),
    dense: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }).map((hidden) => [...hidden, 10]),
  }),
  fc.record({
    size: fc.integer({ min: 4, max: 13 }),
    convolutions: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 2 }),
    dense: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 1 }).map((hidden) => [...hidden, 10]),
  }),
);

/** Random weights and biases; the share of weights that are zero is `sparsity`. */
export function randomNetwork(architecture: Architecture, seed: number, sparsity = 0): Network {
  const random = seededRandom(seed);
  const network = initialise(architecture, random);
  for (const { weight, bias } of network.layers) {
    for (let i = 0; i < weight.length; i++) if (random.next() < sparsity) weight[i] = 0;
    for (let i = 0; i < bias.length; i++) bias[i] = random.next() - 0.5;
  }
  return network;
}

/** Uniform numbers from 0 to 1, as many as the images have pixels. */
export function randomImages(size: number, count: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count * size * size }, () => random.next());
}
