import { seededRandom } from '../../src/analysis/random.ts';
import { defineBenchmark } from '../../src/benchmark-contracts.ts';
import type { InputArray } from '../../src/contracts.ts';
import { exactProduct, gridArray } from '../../src/reference/known-answers.ts';

const INPUTS = 784;
const HIDDEN = 128;
const OUTPUTS = 10;

/** One dense layer in float64. */
function layer(x: InputArray, weight: InputArray, bias: InputArray): Float64Array {
  return exactProduct(x, weight).map((value, i) => value + (bias.data[i] ?? 0));
}

export default defineBenchmark({
  title: 'Forward Pass',
  inputs: (seed) => {
    const random = seededRandom(seed);
    return {
      x_data: gridArray(random, [1, INPUTS], 1 / 4, 1),
      w1_data: gridArray(random, [INPUTS, HIDDEN], 1 / 16, 1 / 8),
      b1_data: gridArray(random, [HIDDEN], 1 / 16, 1 / 8),
      w2_data: gridArray(random, [HIDDEN, OUTPUTS], 1 / 16, 1 / 8),
      b2_data: gridArray(random, [OUTPUTS], 1 / 16, 1 / 8),
    };
  },
  setup: [
    { name: 'x', operation: 'tensor', inputs: ['x_data'] },
    { name: 'w1', operation: 'tensor', inputs: ['w1_data'] },
    { name: 'b1', operation: 'tensor', inputs: ['b1_data'] },
    { name: 'w2', operation: 'tensor', inputs: ['w2_data'] },
    { name: 'b2', operation: 'tensor', inputs: ['b2_data'] },
  ],
  steps: [
    { name: 'hidden', operation: 'linear', inputs: ['x', 'w1', 'b1'] },
    { name: 'activated', operation: 'relu', inputs: ['hidden'] },
    { name: 'logits', operation: 'linear', inputs: ['activated', 'w2', 'b2'] },
  ],
  answers: ({ x_data, w1_data, b1_data, w2_data, b2_data }) => {
    if (!x_data || !w1_data || !b1_data || !w2_data || !b2_data) {
      throw new RangeError('forward_pass needs the inputs x, w1, b1, w2 and b2');
    }
    const hidden = layer(x_data, w1_data, b1_data);
    const activated = hidden.map((value) => Math.max(0, value));
    const between = { data: Float32Array.from(activated), shape: [1, HIDDEN] };
    return { hidden, activated, logits: layer(between, w2_data, b2_data) };
  },
  // Quarters times sixteenths, times sixteenths again: multiples of 1/1024. At most 98 + 1/8 in the hidden layer and
  // 1570 in the logits, below 2^24 / 1024.
  grid: 1 / 1024,
  score: {
    // Two products of a vector and a matrix, about 0.22 ms. 90 points at twice that: a numpy dot product per output was
    // measured at about 1.5 times the yardstick. 50 at 25 times, as for the matrix product; nested Python loops, at
    // about 50 times, earn 36.
    yardstick: { p90: 2, p50: 25 },
    // A machine as fast as its profile expects earns 90 points, one three times slower 50.
    profile: { p90: 1, p50: 3 },
  },
});
