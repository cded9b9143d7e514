import { seededRandom } from '../../src/analysis/random.ts';
import { defineBenchmark } from '../../src/benchmark-contracts.ts';
import { gridArray } from '../../src/reference/known-answers.ts';

const SHAPE = [100, 100];

export default defineBenchmark({
  title: 'Tensor Operations',
  inputs: (seed) => {
    const random = seededRandom(seed);
    return { data: gridArray(random, SHAPE, 1 / 8, 1), other_data: gridArray(random, SHAPE, 1 / 8, 1) };
  },
  setup: [{ name: 'other', operation: 'tensor', inputs: ['other_data'] }],
  steps: [
    { name: 'created', operation: 'tensor', inputs: ['data'] },
    { name: 'added', operation: 'add', inputs: ['created', 'other'] },
    { name: 'multiplied', operation: 'multiply', inputs: ['added', 'created'] },
    { name: 'total', operation: 'sum', inputs: ['multiplied'] },
  ],
  answers: ({ data, other_data }) => {
    if (!data || !other_data) throw new RangeError('tensor_ops needs the inputs data and other_data');
    const added = Float64Array.from(data.data, (x, i) => x + (other_data.data[i] ?? 0));
    const multiplied = added.map((x, i) => x * (data.data[i] ?? 0));
    const total = [multiplied.reduce((sum, x) => sum + x, 0)];
    return { other: other_data.data, created: data.data, added, multiplied, total };
  },
  // Products of eighths are multiples of 1/64; 10,000 of them, each at most 2, stay below 2^24 / 64.
  grid: 1 / 64,
  score: {
    // Four passes over 10,000 numbers, about 0.08 ms. 90 points at twice that: tensors on numpy arrays were measured
    // at 0.2 times the yardstick, array methods with a callback in JavaScript at 4 to 5 times. 50 at 25 times, as for the
    // matrix product; Python lists, at about 50 times, earn 36.
    yardstick: { p90: 2, p50: 25 },
    // A machine as fast as its profile expects earns 90 points, one three times slower 50.
    profile: { p90: 1, p50: 3 },
  },
});
