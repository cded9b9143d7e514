import { describe, expect, it } from 'vitest';
import type { Subject } from '../../../src/contracts.ts';
import type { Tensor } from '../../../src/reference/tensor.ts';
import { BENCHMARKS, framework, judge } from './_programs.ts';

const right = framework();
const SEEDS = [1, 2, 3, 4, 5];

/** The tensor with its numbers changed one by one. */
const map = ({ data, shape }: Tensor, how: (x: number, i: number) => number): Tensor => ({
  data: data.map(how),
  shape,
});

function transposed({ data, shape }: Tensor): Tensor {
  const [m = 0, n = 0] = shape;
  return { data: data.map((_, i) => data[(i % m) * n + Math.floor(i / m)] ?? 0), shape: [n, m] };
}

/** Each number one place further, the last one first. */
const rolled = (a: Tensor): Tensor => map(a, (_, i) => a.data.at(i - 1) ?? 0);

type Mistake = [
  name: string,
  benchmark: keyof typeof BENCHMARKS,
  operation: string,
  Partial<Subject<Tensor>>,
];

/** What students do write. */
const MISTAKES: Mistake[] = [
  ['a transposed result', 'matmul', 'matmul', { matmul: (a, b) => transposed(right.matmul(a, b)) }],
  ['factors in the wrong order', 'matmul', 'matmul', { matmul: (a, b) => right.matmul(b, a) }],
  ['the second factor transposed', 'matmul', 'matmul', { matmul: (a, b) => right.matmul(a, transposed(b)) }],
  ['elementwise instead of matrix product', 'matmul', 'matmul', { matmul: (a, b) => right.multiply(a, b) }],
  [
    'a dot product that stops one short',
    'matmul',
    'matmul',
    {
      matmul: (a, b) =>
        right.matmul(
          map(a, (x, i) => (i % 128 === 127 ? 0 : x)),
          b,
        ),
    },
  ],
  [
    'one single wrong number',
    'matmul',
    'matmul',
    { matmul: (a, b) => map(right.matmul(a, b), (x, i) => (i === 16_383 ? x + 1 / 64 : x)) },
  ],
  [
    'numbers cut to integers',
    'matmul',
    'tensor',
    { tensor: (data, shape) => right.tensor(data.map(Math.trunc), shape) },
  ],
  [
    'no bias',
    'forward_pass',
    'linear',
    {
      linear: (x, w, b) =>
        right.linear(
          x,
          w,
          map(b, () => 0),
        ),
    },
  ],
  ['a bias off by one', 'forward_pass', 'linear', { linear: (x, w, b) => right.linear(x, w, rolled(b)) }],
  [
    'a bias added twice',
    'forward_pass',
    'linear',
    {
      linear: (x, w, b) =>
        right.linear(
          x,
          w,
          map(b, (value) => 2 * value),
        ),
    },
  ],
  ['relu that lets all through', 'forward_pass', 'relu', { relu: (x) => x }],
  ['relu that is the absolute value', 'forward_pass', 'relu', { relu: (x) => map(x, Math.abs) }],
  ['a leaky relu', 'forward_pass', 'relu', { relu: (x) => map(x, (v) => Math.max(0.01 * v, v)) }],
  [
    'subtraction instead of addition',
    'tensor_ops',
    'add',
    { add: (a, b) => map(a, (x, i) => x - (b.data[i] ?? 0)) },
  ],
  ['a neighbour added', 'tensor_ops', 'add', { add: (a, b) => map(a, (x, i) => x + (b.data[i - 1] ?? 0)) }],
  ['a square instead of a product', 'tensor_ops', 'multiply', { multiply: (a) => right.multiply(a, a) }],
  [
    'a mean instead of a sum',
    'tensor_ops',
    'sum',
    { sum: (a) => map(right.sum(a) as Tensor, (x) => x / a.data.length) },
  ],
  [
    'a sum of the first row only',
    'tensor_ops',
    'sum',
    { sum: (a) => right.sum(map(a, (x, i) => (i < 100 ? x : 0))) },
  ],
  ['NaN', 'tensor_ops', 'sum', { sum: (a) => map(right.sum(a) as Tensor, () => Number.NaN) }],
];

describe('a mistake is caught and its operation named', () => {
  it.each(MISTAKES)('%s', (_, id, operation, changes) => {
    for (const seed of SEEDS) {
      expect(judge(BENCHMARKS[id], seed, framework(changes))).toMatchObject({ operation });
    }
  });
});

describe('what is right in another way is right', () => {
  /** float32 after each operation, summed from the end. */
  const backwards: Partial<Subject<Tensor>> = {
    sum: (a) => ({ data: Float32Array.of(a.data.reduceRight((s, x) => Math.fround(s + x), 0)), shape: [] }),
    matmul: (a, b) => {
      const [m = 0, k = 0] = a.shape;
      const n = b.shape[1] ?? 0;
      const dot = (row: number, column: number) => {
        let total = 0;
        for (let i = k - 1; i >= 0; i--) {
          total = Math.fround(
            total + Math.fround((a.data[row * k + i] ?? 0) * (b.data[i * n + column] ?? 0)),
          );
        }
        return total;
      };
      return {
        data: Float32Array.from({ length: m * n }, (_, i) => dot(Math.floor(i / n), i % n)),
        shape: [m, n],
      };
    },
  };
  const subject = framework({
    ...backwards,
    linear: (x, w, b) => right.add(framework(backwards).matmul(x, w), b),
  });

  it.each(Object.entries(BENCHMARKS))('%s in float32, summed from the end', (_, benchmark) => {
    for (const seed of SEEDS) expect(judge(benchmark, seed, subject)).toBeNull();
  });
});
