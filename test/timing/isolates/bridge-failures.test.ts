import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startBridge } from '../../../src/timing/isolates/bridge-isolate.ts';
import { FIXTURES, isolateOptions, open, small } from './bridge-fixtures.ts';

/** Whether a process still runs; one that only waits to be collected by its parent does not. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    const stat = `/proc/${pid}/stat`;
    return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
  } catch {
    return false;
  }
};

describe('a rehearsal that fails', () => {
  it.each([
    ['faulty', 'add', ['x', 'y'], 'add', 'ValueError: first line second line'],
    ['faulty', 'relu', ['x'], 'relu', 'NotImplementedError'],
    ['odd_results', 'sum', ['x'], 'sum', 'returned str instead of numbers'],
    ['odd_results', 'matmul', ['x', 'y'], 'matmul', 'returned NoneType instead of numbers'],
    ['odd_results', 'relu', ['x'], 'relu', 'returned dict instead of numbers'],
    ['own_values', 'relu', ['x'], 'values', "KeyError: 'no values'"],
  ] as const)('in %s says so for %s', async (file, operation, inputs, blamed, message) => {
    const { failure, values } = await (await open(`files/${file}.py`)).rehearse(small(operation, ...inputs));
    expect(failure).toEqual({ operation: blamed, step: 'out', message });
    expect(values).toEqual({});
  });

  it('goes on with the next program', async () => {
    const isolate = await open('files/faulty.py');
    await isolate.rehearse(small('add', 'x', 'y'));
    const { values } = await isolate.rehearse(small('matmul', 'x', 'y'));
    expect(values.out).toHaveLength(6);
  });
});

it('hands NaN and a wrong shape on as they are', async () => {
  const isolate = await open('files/odd_results.py');
  expect((await isolate.rehearse(small('add', 'x', 'y'))).values.out).toEqual(Float64Array.of(Number.NaN));
  expect((await isolate.rehearse(small('multiply', 'x', 'y'))).values.out).toEqual(Float64Array.of(1, 2, 3));
});

it('names the operation that raises in the timed loop', async () => {
  const isolate = await open('files/faulty.py');
  await isolate.rehearse(small('matmul', 'x', 'y'));
  const failure = { name: 'SubjectFailure', kind: 'raised', message: 'matmul: OverflowError: too much' };
  await expect(isolate.run(10)).rejects.toMatchObject(failure);
});

it('ends a subject that hangs, within its limit', async () => {
  const isolate = await open('files/faulty.py', { limit_ms: 1_500 });
  const started = performance.now();
  const hung = { kind: 'hung', message: "multiply (step 'out'): gave no answer within 1.5 s" };
  await expect(isolate.rehearse(small('multiply', 'x', 'y'))).rejects.toMatchObject(hung);
  await isolate.close();
  expect((performance.now() - started) / 1_500).toBeLessThan(3);
  await expect(isolate.run(1)).rejects.toMatchObject({ kind: 'hung' });
});

it('leaves no process of a hanging subject behind', async () => {
  let printed = '';
  const isolate = await open('files/children.py', { limit_ms: 2_000, onOutput: (text) => (printed += text) });
  await expect(isolate.rehearse(small('relu', 'x'))).rejects.toMatchObject({ kind: 'hung' });
  await isolate.close();
  const children = [...printed.matchAll(/started (\d+)/g)].map((match) => Number(match[1]));
  expect(children).toHaveLength(3);
  await expect.poll(() => children.filter(isAlive), { timeout: 5_000 }).toEqual([]);
});

it('names the operation in which the process ended', async () => {
  const isolate = await open('files/faulty.py');
  const message = "sum (step 'out'): the process ended with exit code 3";
  await expect(isolate.rehearse(small('sum', 'x'))).rejects.toMatchObject({ kind: 'exited', message });
});

it('takes what is no answer as a failure of the protocol', async () => {
  const isolate = await open('files/garbage.py');
  const failure = { kind: 'protocol', message: "tensor (step 'x'): sent something that is no answer" };
  await expect(isolate.rehearse(small('tensor', 'a'))).rejects.toMatchObject(failure);
});

it('lets a subject print megabytes, keeps the end, and shows it the end of stdin', async () => {
  let printed = '';
  const isolate = await open('files/noisy.py', { onOutput: (text) => (printed += text) });
  const { values } = await isolate.rehearse(small('tensor', 'a'));
  await isolate.close();
  expect(values.out).toEqual(Float64Array.of(0));
  expect(printed.endsWith('the end\n')).toBe(true);
  expect(printed.length).toBeLessThanOrEqual(2 * 65_536);
});

it('rejects what is under way when the user interrupts', async () => {
  const controller = new AbortController();
  const isolate = await open('files/faulty.py', { signal: controller.signal });
  const hanging = isolate.rehearse(small('multiply', 'x', 'y'));
  controller.abort(new Error('interrupted by the user'));
  await expect(hanging).rejects.toThrow('interrupted by the user');
});

describe('Python itself', () => {
  const spec = { kind: 'python', argument: join(FIXTURES, 'files/lists.py') };
  const program = (content: string) => {
    const file = join(mkdtempSync(join(tmpdir(), 'bridge-')), 'python');
    writeFileSync(file, `#!/bin/sh\n${content}\n`);
    chmodSync(file, 0o755);
    return file;
  };

  it('is reported where it is not there', async () => {
    const started = startBridge(spec, isolateOptions({ python: 'no-such-python' }));
    await expect(started).rejects.toMatchObject({ code: 'python_missing', exit: 5 });
  });

  it('is reported where it is too old to read the bridge', async () => {
    const python = program('echo "Python 2.7.18"; exit 1');
    const started = startBridge(spec, isolateOptions({ python }));
    await expect(started).rejects.toMatchObject({
      code: 'python_too_old',
      message: `${python} is Python 2.7.18.`,
    });
  });

  it('is reported where it is no Python at all', async () => {
    const started = startBridge(spec, isolateOptions({ python: program('echo "something else"') }));
    await expect(started).rejects.toMatchObject({ code: 'python_missing' });
  });
});
