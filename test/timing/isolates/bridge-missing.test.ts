import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBridge } from '../../../src/timing/isolates/bridge-isolate.ts';
import { missingSentence } from '../../../src/timing/isolates/bridge-missing.ts';
import { isBelow } from '../../../src/timing/isolates/is-below.ts';
import { isolateOptions, open, small } from './bridge-fixtures.ts';

it('loads the tensor of a fresh clone although its package and core fail on import', async () => {
  const isolate = await open('partial');
  const { values } = await isolate.rehearse(small('matmul', 'x', 'y'));
  expect([...(values.out as Float64Array)]).toEqual([4, 5, 10, 11]);
});

it('names the file and the course module that are absent', async () => {
  const { facts } = await open('partial');
  expect(facts.missing).toEqual({
    relu: 'tinytorch/core/activations.py is not there: build module 02 (activations).',
    linear:
      'tinytorch/core/layers.py needs tinytorch/core/activations.py, which is not there: build module 02 (activations).',
  });
});

it('misses every operation where tensor.py is absent', async () => {
  const { facts } = await open('no_tensor');
  expect(Object.keys(facts.missing)).toHaveLength(7);
  expect(facts.missing.add).toBe('tinytorch/core/tensor.py is not there: build module 01 (tensor).');
});

it('tells methods, classes and constructors that are not built yet', async () => {
  const { facts } = await open('unfinished');
  expect(facts.missing).toEqual({
    sum: 'tinytorch/core/tensor.py has no Tensor.sum yet: build the tensor module.',
    linear: 'tinytorch/core/layers.py has no Linear yet: build the layers module.',
    relu: 'tinytorch/core/activations.py, line 3, fails: NotImplementedError',
  });
});

it('reports a method that raises NotImplementedError at its first use', async () => {
  const { failure } = await (await open('unfinished')).rehearse(small('matmul', 'x', 'y'));
  expect(failure).toEqual({ operation: 'matmul', step: 'out', message: 'NotImplementedError: write me' });
});

it('takes even SystemExit on import as a reason', async () => {
  const { facts } = await open('broken');
  expect(facts.broken.tensor).toBe('tinytorch/core/tensor.py, line 3, fails: SystemExit: wrong place');
});

it('names functions that a file lacks', async () => {
  const { facts } = await open('files/own_values.py');
  expect(facts.missing.matmul).toBe('own_values.py has no function matmul.');
  expect(Object.keys(facts.missing)).not.toContain('relu');
});

it.each([
  ['syntax.py', 'def tensor(:\n', /^syntax\.py.* fails: SyntaxError: /],
  ['raises.py', '\nassert False, "no"\n', /^raises\.py, line 2, fails: AssertionError: no$/],
  [
    'imports.py',
    'import surely_not_installed\n',
    /^imports\.py needs the Python module surely_not_installed: /,
  ],
])('explains a file that cannot be imported: %s', async (name, content, sentence) => {
  const file = join(mkdtempSync(join(tmpdir(), 'bridge-')), name);
  writeFileSync(file, content);
  const isolate = await startBridge({ kind: 'python', argument: file }, isolateOptions());
  await isolate.close();
  expect({ ...isolate.facts.missing, ...isolate.facts.broken }.tensor).toMatch(sentence);
});

it('names an absent package and the Python that needs it', () => {
  const reason = { file: 'tinytorch/core/tensor.py', absent: 'numpy', message: '', frames: [] };
  const sentence = 'tinytorch/core/tensor.py needs the Python module numpy: install it for /usr/bin/python3.';
  expect(missingSentence(reason, '/nowhere', '/usr/bin/python3')).toBe(sentence);
});

it('takes an absent core folder as the absent file', () => {
  const reason = { file: 'tinytorch/core/tensor.py', absent: 'tinytorch.core', message: '', frames: [] };
  const sentence = 'tinytorch/core/tensor.py is not there: build the tensor module.';
  expect(missingSentence(reason, '/nowhere', 'python')).toBe(sentence);
});

it.each([
  ['/a/b/c', '/a/b', true],
  ['/a/b', '/a/b', false],
  ['/a/bc', '/a/b', false],
  ['/a/b/..c', '/a/b', true],
])('knows whether %s is below %s', (path, folder, expected) => {
  expect(isBelow(path, folder)).toBe(expected);
});
