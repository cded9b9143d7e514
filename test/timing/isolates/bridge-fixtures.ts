import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { InputArray, Isolate, IsolateOptions, Program } from '../../../src/contracts.ts';
import type { Step } from '../../../src/schema/benchmark.ts';
import type { Operation } from '../../../src/schema/operations.ts';
import { startBridge } from '../../../src/timing/isolates/bridge-isolate.ts';

export const ROOT = resolve(import.meta.dirname, '../../..');
export const FIXTURES = join(ROOT, 'test/fixtures/python');
export const PYTHON = process.env.TITO_BENCHMARK_PYTHON ?? 'python3';

export function isolateOptions(changes: Partial<IsolateOptions> = {}): IsolateOptions {
  const signal = new AbortController().signal;
  const onOutput = () => undefined;
  return { root: ROOT, limit_ms: 20_000, python: PYTHON, revision: null, signal, onOutput, ...changes };
}

/** An isolate of a fixture, closed when the test is over. */
export async function open(path: string, changes: Partial<IsolateOptions> = {}): Promise<Isolate> {
  const spec = { kind: 'python', argument: resolve(FIXTURES, path) };
  const isolate = await startBridge(spec, isolateOptions(changes));
  onTestFinished(() => isolate.close());
  return isolate;
}

export const array = (shape: readonly number[], data: readonly number[]): InputArray => ({
  data: Float32Array.from(data),
  shape,
});

export const call = (name: string, operation: Operation, ...inputs: string[]): Step => ({
  name,
  operation,
  inputs,
});

const A = array([2, 3], [1, 2, 3, 4, 5, 6]);
const B = array([3, 2], [1, 0, 0, 1, 1, 1]);

/** One operation on two small matrices: its tensors are set-up, the operation is timed. */
export function small(operation: Operation, ...inputs: string[]): Program {
  return {
    inputs: { a: A, b: B, c: array([2], [10, -20]) },
    setup: [call('x', 'tensor', 'a'), call('y', 'tensor', 'b'), call('z', 'tensor', 'c')],
    steps: [call('out', operation, ...inputs)],
    observed: ['out'],
  };
}

export const hasNumpy = (): boolean => {
  try {
    execFileSync(PYTHON, ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
