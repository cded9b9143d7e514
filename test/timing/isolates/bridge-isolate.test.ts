import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Isolate } from '../../../src/contracts.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { array, call, FIXTURES, hasNumpy, open, small } from './bridge-fixtures.ts';

const observe = async (isolate: Isolate, ...program: Parameters<typeof small>) => {
  const rehearsal = await isolate.rehearse(small(...program));
  return rehearsal.failure ?? [...(rehearsal.values.out as Float64Array)];
};

describe.each(['complete', 'files/lists.py'])('the operations of %s', (fixture) => {
  it.each([
    ['add', ['x', 'x'], [2, 4, 6, 8, 10, 12]],
    ['multiply', ['x', 'x'], [1, 4, 9, 16, 25, 36]],
    ['sum', ['x'], [21]],
    ['matmul', ['x', 'y'], [4, 5, 10, 11]],
    ['linear', ['x', 'y', 'z'], [14, -15, 20, -9]],
    ['tensor', ['a'], [1, 2, 3, 4, 5, 6]],
  ] as const)('compute %s', async (operation, inputs, expected) => {
    expect(await observe(await open(fixture), operation, ...inputs)).toEqual(expected);
  });

  it('compute relu', async () => {
    const program = small('relu', 'w');
    program.inputs.d = array([2, 2], [-1, 2, -3, 4]);
    const setup = [...program.setup, call('w', 'tensor', 'd')];
    const { values } = await (await open(fixture)).rehearse({ ...program, setup });
    expect([...(values.out as Float64Array)]).toEqual([0, 2, 0, 4]);
  });
});

it('gives a layer its weights outside of what is timed', async () => {
  const printed: string[] = [];
  const isolate = await open('complete', { onOutput: (text) => printed.push(text) });
  await isolate.rehearse(small('linear', 'x', 'y', 'z'));
  await isolate.run(50);
  expect([...((await isolate.result()) as Float64Array)]).toEqual([14, -15, 20, -9]);
  expect(printed.join('')).toBe('layers made: 1\n');
});

it('returns the observed steps in their order and only these', async () => {
  const program = {
    inputs: { a: array([1, 2], [3, 4]) },
    setup: [call('x', 'tensor', 'a')],
    steps: [
      call('two', 'add', 'x', 'x'),
      call('hidden', 'add', 'two', 'x'),
      call('class', 'multiply', 'hidden', 'x'),
    ],
    observed: ['two', 'class'],
  };
  const { values } = await (await open('files/lists.py')).rehearse(program);
  expect(Object.entries(values).map(([name, numbers]) => [name, [...(numbers as Float64Array)]])).toEqual([
    ['two', [6, 8]],
    ['class', [27, 48]],
  ]);
});

it('sets the weights of a layer by the older name as well', async () => {
  const folder = temporaryFolder({});
  cpSync(join(FIXTURES, 'complete'), folder, { recursive: true });
  const layers = join(folder, 'tinytorch/core/layers.py');
  writeFileSync(layers, readFileSync(layers, 'utf8').replaceAll('self.weight', 'self.weights'));
  expect(await observe(await open(folder), 'linear', 'x', 'y', 'z')).toEqual([14, -15, 20, -9]);
});

it('makes exactly the calls of a slice', async () => {
  const isolate = await open('files/counting.py');
  await isolate.rehearse(small('sum', 'x'));
  const made = async (calls: number) => {
    await isolate.run(calls);
    return [...Array.from(await isolate.result())][0] ?? Number.NaN;
  };
  const before = await made(1);
  expect((await made(200)) - before).toBe(200);
  expect((await made(2_000)) - before).toBe(2_200);
});

it('batches calls that are too short for the clock', async () => {
  const isolate = await open('files/lists.py');
  await isolate.rehearse(small('sum', 'x'));
  const { calls_ms, calls_per_sample } = await isolate.sample(20);
  expect(calls_ms.length).toBeGreaterThan(20);
  expect(Math.min(...calls_ms) * calls_per_sample).toBeGreaterThan(0.00499);
  expect(calls_per_sample).toBeGreaterThan(1);
});

it('takes one sample even where a call is longer than the budget', async () => {
  const isolate = await open('files/lists.py');
  await isolate.rehearse(small('matmul', 'x', 'y'));
  expect((await isolate.sample(0)).calls_ms).toHaveLength(1);
});

it('measures a second program in the same process', async () => {
  const isolate = await open('files/lists.py');
  await isolate.rehearse(small('matmul', 'x', 'y'));
  await isolate.run(3);
  await isolate.rehearse(small('sum', 'x'));
  await isolate.run(3);
  expect([...((await isolate.result()) as Float64Array)]).toEqual([21]);
});

it('names the runtime and every imported file with its hash', async () => {
  const { facts } = await open('complete');
  expect(facts).toMatchObject({ kind: 'python', name: 'tinytorch', missing: {} });
  expect(facts.runtime).toMatch(/^python 3\.\d+\.\d+/);
  const files = ['__init__', 'activations', 'layers', 'tensor'].map((name) => `tinytorch/core/${name}.py`);
  expect(facts.sources.map((source) => source.path)).toEqual(files);
  const tensor = readFileSync(join(FIXTURES, 'complete/tinytorch/core/tensor.py'));
  expect(facts.sources.at(-1)?.sha256).toBe(createHash('sha256').update(tensor).digest('hex'));
});

it('lists what a file imports from beside it', async () => {
  const { facts } = await open('files/transposed.py');
  expect(facts.name).toBe('transposed');
  expect(facts.sources.map((source) => source.path)).toEqual(['lists.py', 'transposed.py']);
});

it('shows a transposed matmul as other values', async () => {
  expect(await observe(await open('files/transposed.py'), 'matmul', 'x', 'y')).toEqual([4, 10, 5, 11]);
});

it('takes numpy arrays and scalars as tensors', async (context) => {
  if (!hasNumpy() && !process.env.CI) context.skip('numpy is not installed for this Python');
  const isolate = await open('files/numpy_arrays.py');
  expect(await observe(isolate, 'matmul', 'x', 'y')).toEqual([4, 5, 10, 11]);
  expect(await observe(isolate, 'sum', 'x')).toEqual([21]);
  expect(isolate.facts.runtime).toMatch(/numpy/);
});
