import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/analysis/random.ts';
import { BENCHMARKS, execute, framework, type Inputs, input, judge } from './_programs.ts';

const SEEDS = [0, 1, 42, 20_260_131, 2 ** 32 - 1];
const each = Object.entries(BENCHMARKS);

/** How numbers are rounded after each operation, and in which order a sum is taken. */
interface Arithmetic {
  round: (x: number) => number;
  order: (count: number) => number[];
}

const inOrder = (count: number) => Array.from({ length: count }, (_, i) => i);
const FLOAT64: Arithmetic = { round: (x) => x, order: inOrder };

/** float32 after each single operation, sums taken in an order that is drawn anew each time. */
function shuffledFloat32(seed: number): Arithmetic {
  const random = seededRandom(seed);
  const order = (count: number) => {
    const left = inOrder(count);
    return inOrder(count).flatMap(() => left.splice(random.integer(left.length), 1));
  };
  return { round: Math.fround, order };
}

/** Names of the steps and their numbers, by the textbook's definitions of the operations. */
function byDefinition(id: keyof typeof BENCHMARKS, inputs: Inputs, { round, order }: Arithmetic) {
  const data = (name: string) => [...input(inputs, name).data];
  const total = (terms: number[]) => order(terms.length).reduce((sum, i) => round(sum + (terms[i] ?? 0)), 0);
  const product = (a: number[], b: number[], [m, k, n]: [number, number, number]) =>
    inOrder(m).flatMap((row) =>
      inOrder(n).map((column) =>
        total(inOrder(k).map((i) => round((a[row * k + i] ?? 0) * (b[i * n + column] ?? 0)))),
      ),
    );
  const plus = (a: number[], b: number[]) => a.map((x, i) => round(x + (b[i] ?? 0)));
  switch (id) {
    case 'tensor_ops': {
      const [created, other] = [data('data'), data('other_data')];
      const added = plus(created, other);
      const multiplied = added.map((x, i) => round(x * (created[i] ?? 0)));
      return { created, other, added, multiplied, total: [total(multiplied)] };
    }
    case 'matmul':
      return {
        a: data('a_data'),
        b: data('b_data'),
        product: product(data('a_data'), data('b_data'), [128, 128, 128]),
      };
    case 'forward_pass': {
      const hidden = plus(product(data('x_data'), data('w1_data'), [1, 784, 128]), data('b1_data'));
      const activated = hidden.map((x) => (x > 0 ? x : 0));
      const logits = plus(product(activated, data('w2_data'), [1, 128, 10]), data('b2_data'));
      return { hidden, activated, logits };
    }
  }
}

const plain = (answers: Record<string, ArrayLike<number>>) =>
  Object.fromEntries(Object.entries(answers).map(([name, values]) => [name, Array.from(values)]));

describe.each(each)('%s', (id, benchmark) => {
  it.each(SEEDS)('has answers equal to an independent computation in float64, seed %d', (seed) => {
    const inputs = benchmark.inputs(seed);
    const expected = byDefinition(id as keyof typeof BENCHMARKS, inputs, FLOAT64);
    expect(plain(benchmark.answers(inputs))).toEqual(expected);
  });

  it.each([1, 42])('is exact in float32 in whatever order sums are taken, seed %d', (seed) => {
    const inputs = benchmark.inputs(seed);
    const shuffled = byDefinition(id as keyof typeof BENCHMARKS, inputs, shuffledFloat32(seed));
    expect(shuffled).toEqual(plain(benchmark.answers(inputs)));
  });

  it.each(SEEDS)('has answers on its grid only, seed %d', (seed) => {
    const answers = Object.values(benchmark.answers(benchmark.inputs(seed))).flatMap((values) => [
      ...Array.from(values),
    ]);
    expect(answers.filter((value) => !Number.isInteger(value / benchmark.grid))).toEqual([]);
    expect(answers.length).toBeGreaterThan(100);
  });

  it('stays where float32 holds every multiple of the grid', () => {
    const answers = Object.values(benchmark.answers(benchmark.inputs(42))).flatMap((values) => [
      ...Array.from(values),
    ]);
    const largest = answers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest / benchmark.grid).toBeLessThan(2 ** 24);
  });

  it.each(SEEDS)('finds the reference right, seed %d', (seed) => {
    expect(judge(benchmark, seed, framework())).toBeNull();
  });

  it('gets the very numbers of the answers from the reference', () => {
    const inputs = benchmark.inputs(42);
    expect(execute(benchmark, inputs, framework())).toMatchObject(plain(benchmark.answers(inputs)));
  });

  it('draws its inputs from the seed alone', () => {
    expect(benchmark.inputs(7)).toEqual(benchmark.inputs(7));
    expect(benchmark.inputs(7)).not.toEqual(benchmark.inputs(8));
  });

  it('answers every step that is timed', () => {
    const names = Object.keys(benchmark.answers(benchmark.inputs(1)));
    expect(names).toEqual(expect.arrayContaining(benchmark.steps.map(({ name }) => name)));
  });

  it('asks for the inputs that it needs', () => {
    expect(() => benchmark.answers({})).toThrow(RangeError);
  });
});
