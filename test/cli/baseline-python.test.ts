import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { reportBaseline, runBaseline, workload } from './_baseline.ts';

const FIXTURES = join(REPOSITORY, 'test/fixtures/python');
const python = (path: string) => ['--subject', `python:${join(FIXTURES, path)}`];

/** The functions of a file that does everything right, with these lines behind them. */
function fileWith(lines: string): string {
  const folder = temporaryFolder({});
  const file = join(folder, 'mine.py');
  const path = JSON.stringify(join(FIXTURES, 'files/lists.py'));
  writeFileSync(file, `exec(open(${path}).read())\n${lines}\n`);
  return `python:${file}`;
}

describe('tito benchmark baseline on Python', () => {
  it('measures a TinyTorch package, all right, with the Python that ran it', async () => {
    const { exit, report } = await reportBaseline([...python('complete'), '--budget', '3']);
    expect(exit).toBe(0);
    expect(report).toMatchObject({ setup_verified: true, subject: { kind: 'python', name: 'tinytorch' } });
    expect(report.system_info.python).toMatch(/^3\.\d+\.\d+/);
    expect(report.workloads.map(({ status, correct }) => [status, correct])).toEqual(
      Array.from({ length: 3 }, () => ['ok', true]),
    );
    expect(report.subject.sources.map(({ path }) => path)).toContain('tinytorch/core/tensor.py');
  });

  it('works before the course is finished: skips what is not built and names the module', async () => {
    const { exit, report } = await reportBaseline([...python('partial'), '--budget', '2']);
    expect(exit).toBe(0);
    expect(workload(report, 'matmul').correct).toBe(true);
    expect(workload(report, 'forward_pass')).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('module 02 (activations)'),
    });
    expect(report.score).toBeNull();
  });

  it('names the file and the module to build where there is no tensor, and exits with 5', async () => {
    const { exit, stderr } = await runBaseline([...python('no_tensor'), '--budget', '2']);
    expect(exit).toBe(5);
    expect(stderr).toContain('tinytorch/core/tensor.py is not there: build module 01 (tensor)');
  });

  it('takes code that is there but can not be loaded for a failure', async () => {
    const { exit, report } = await reportBaseline([...python('broken'), '--budget', '2']);
    expect(exit).toBe(4);
    expect(report.setup_verified).toBe(false);
    expect(workload(report, 'matmul')).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('SystemExit'),
    });
  });

  it.each([
    ['raises', 'def matmul(a, b):\n    raise ValueError("no such axis")', 'failed', 'matmul', 'no such axis'],
    ['hangs', 'def matmul(a, b):\n    while True: pass', 'failed', 'matmul', 'no answer within 3 s'],
    ['ends Python', 'import os\ndef matmul(a, b):\n    os._exit(3)', 'failed', 'matmul', 'exit code 3'],
    ['returns text', 'def matmul(a, b):\n    return "ten"', 'failed', 'matmul', 'str instead of numbers'],
    [
      'is not built yet',
      'def matmul(a, b):\n    raise NotImplementedError("todo")',
      'skipped',
      'matmul',
      'todo',
    ],
    ['gives a wrong shape', 'def matmul(a, b):\n    return [[1.0]]', 'invalid', 'matmul', 'is wrong'],
    [
      'gives NaN',
      'def matmul(a, b):\n    return [[float("nan")] * 128] * 128',
      'invalid',
      'matmul',
      'is wrong',
    ],
  ])('goes on when matmul %s', async (_, lines, status, operation, text) => {
    const words = ['--subject', fileWith(lines), '--budget', '1', '--call-limit', '3'];
    const { report } = await reportBaseline(words);
    expect(workload(report, 'matmul')).toMatchObject({ status });
    expect(workload(report, 'matmul').reason).toContain(operation);
    expect(workload(report, 'matmul').reason).toContain(text);
    expect(workload(report, 'tensor_ops').status).toBe('ok');
  });

  it('is not disturbed by megabytes on stdout', async () => {
    const lines =
      "print('x' * 2_000_000)\ndef sum(a):\n    print('y' * 10_000)\n    return __builtins__.sum(map(__builtins__.sum, a))";
    const { report } = await reportBaseline(['--subject', fileWith(lines), '--budget', '1']);
    expect(workload(report, 'matmul').status).toBe('ok');
  });

  it('says what to do where there is no Python', async () => {
    const { exit, stderr } = await runBaseline([...python('complete'), '--python', 'no-such-python']);
    expect(exit).toBe(5);
    expect(stderr).toContain('no-such-python');
    expect(stderr).toContain('Install Python 3.9 or newer');
  });

  it('finds the package of the working directory by itself', async () => {
    const { stdout } = await runBaseline(
      ['--dry-run', '--format', 'json'],
      join(FIXTURES, 'complete/tinytorch'),
    );
    expect(JSON.parse(stdout).subject).toEqual({ kind: 'python', argument: '..' });
  });
});
