import { seededRandom } from '../../src/analysis/random.ts';
import { defineBenchmark } from '../../src/benchmark-contracts.ts';
import { exactProduct, gridArray } from '../../src/reference/known-answers.ts';

const SIZE = 128;

export default defineBenchmark({
  title: 'Matrix Multiply',
  inputs: (seed) => {
    const random = seededRandom(seed);
    const shape = [SIZE, SIZE];
    return { a_data: gridArray(random, shape, 1 / 8, 2), b_data: gridArray(random, shape, 1 / 8, 2) };
  },
  setup: [
    { name: 'a', operation: 'tensor', inputs: ['a_data'] },
    { name: 'b', operation: 'tensor', inputs: ['b_data'] },
  ],
  steps: [{ name: 'product', operation: 'matmul', inputs: ['a', 'b'] }],
  answers: ({ a_data, b_data }) => {
    if (!a_data || !b_data) throw new RangeError('matmul needs the inputs a_data and b_data');
    return { a: a_data.data, b: b_data.data, product: exactProduct(a_data, b_data) };
  },
  // Products of eighths are multiples of 1/64; sums of 128 of them stay below 2^24 / 64.
  grid: 1 / 64,
  score: {
    // The yardstick is a plain compiled loop of about 4 ms. 90 points at twice its time: a vectorised solution (numpy
    // was measured at 0.01 times the yardstick) earns them easily, plain JavaScript loops (1.3) just so. 50 at 25
    // times: one numpy dot product per entry, the course's first exercise, was measured at 5 to 6 times and earns about
    // 78; three nested Python loops over lists, at about 30 times, 46.
    yardstick: { p90: 2, p50: 25 },
    // A machine as fast as its profile expects earns 90 points, one three times slower 50.
    profile: { p90: 1, p50: 3 },
  },
});
