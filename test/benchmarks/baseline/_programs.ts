import forwardPass from '../../../benchmarks/baseline/forward_pass.ts';
import matmul from '../../../benchmarks/baseline/matmul.ts';
import tensorOps from '../../../benchmarks/baseline/tensor_ops.ts';
import { checkAnswers } from '../../../src/analysis/check-answers.ts';
import type { Benchmark, InputArray, Subject } from '../../../src/contracts.ts';
import reference from '../../../src/reference/subject.ts';
import type { Tensor } from '../../../src/reference/tensor.ts';
import type { Mismatch } from '../../../src/schema/run.ts';

export const BENCHMARKS = { tensor_ops: tensorOps, matmul, forward_pass: forwardPass };
export type Inputs = Record<string, InputArray>;

/** The reference with some operations replaced. */
export type Framework = Required<Subject<Tensor>>;
export const framework = (changes: Partial<Subject<Tensor>> = {}): Framework => ({
  ...(reference as Framework),
  ...changes,
});

/** One of a benchmark's inputs. */
export function input(inputs: Inputs, name: string): InputArray {
  const found = inputs[name];
  if (!found) throw new RangeError(`There is no input ${name}.`);
  return found;
}

/** Executes a benchmark's program step by step and returns the numbers of each step. */
export function execute(benchmark: Benchmark, inputs: Inputs, subject: Framework): Record<string, number[]> {
  const tensors = new Map<string, Tensor>();
  const values: Record<string, number[]> = {};
  const get = (name = ''): Tensor => {
    const found = tensors.get(name);
    if (!found) throw new RangeError(`There is no step ${name}.`);
    return found;
  };
  for (const { name, operation, inputs: from } of [...benchmark.setup, ...benchmark.steps]) {
    const [a, b, c] = from;
    const compute = {
      tensor: () => subject.tensor(input(inputs, a ?? '').data, input(inputs, a ?? '').shape),
      add: () => subject.add(get(a), get(b)),
      multiply: () => subject.multiply(get(a), get(b)),
      sum: () => subject.sum(get(a)) as Tensor,
      matmul: () => subject.matmul(get(a), get(b)),
      linear: () => subject.linear(get(a), get(b), get(c)),
      relu: () => subject.relu(get(a)),
    };
    const result = compute[operation]();
    tensors.set(name, result);
    values[name] = Array.from(subject.values(result) as ArrayLike<number>);
  }
  return values;
}

/** What a subject gets wrong in a benchmark, or null. */
export function judge(benchmark: Benchmark, seed: number, subject: Framework): Mismatch | null {
  const inputs = benchmark.inputs(seed);
  const values = execute(benchmark, inputs, subject);
  return checkAnswers(
    [...benchmark.setup, ...benchmark.steps],
    values,
    benchmark.answers(inputs),
    benchmark.grid,
  );
}
