import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { fakeContext, REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { benchmark, CORRECT, comparisonOf, PYTHON, repeating, SLOW, summing } from './_compare.ts';

describe('tito benchmark compare of two functions', () => {
  it('settles an obvious 2× in under a quarter of the budget', { retry: 2 }, async () => {
    const folder = temporaryFolder({ 'one.mjs': repeating(1), 'two.mjs': repeating(2) });
    const { exit, report } = await comparisonOf(['one.mjs', 'two.mjs', '--budget', '8'], folder);
    const [only] = report.comparisons;
    expect(exit).toBe(0);
    expect(only).toMatchObject({ id: 'two', verdict: 'slower', reason: null });
    expect(only?.ratio).toBeGreaterThan(1.6);
    expect(only?.ratio).toBeLessThan(2.5);
    expect(only?.spent_s).toBeLessThan(2);
    expect(report).toMatchObject({ mode: 'live', a: { label: 'one.mjs' }, b: { label: 'two.mjs' } });
  });

  it('does not find a file to be faster or slower than itself by much, and saves what it prints', async () => {
    const folder = temporaryFolder({ 'one.mjs': repeating(1) });
    const { report, stdout } = await comparisonOf(['one.mjs', 'one.mjs', '--budget', '1'], folder);
    expect(report.comparisons[0]?.ratio).toBeGreaterThan(0.9);
    expect(report.comparisons[0]?.ratio).toBeLessThan(1.1);
    expect(readdirSync(join(folder, 'benchmarks'))).toEqual(['comparison_20260131_120000.json']);
    const saved = readFileSync(join(folder, 'benchmarks/comparison_20260131_120000.json'), 'utf8');
    expect(saved).toBe(stdout);
  });

  it('is rendered again as it was by tito report, and refused by the registry', { retry: 2 }, async () => {
    const folder = temporaryFolder({ 'one.mjs': repeating(1), 'two.mjs': repeating(2) });
    const { stdout, stderr } = await benchmark(['compare', 'one.mjs', 'two.mjs', '--budget', '3'], folder);
    expect(stdout).toContain('two.mjs (B) against one.mjs (A): slower');
    expect(stdout).toMatch(/│░+.*●/);
    const file = 'benchmarks/comparison_20260131_120000.json';
    expect(stderr).toContain(`Saved to ${file}`);
    const fake = fakeContext(['report', file], { cwd: folder, root: REPOSITORY });
    expect(await main(fake.context)).toBe(0);
    expect(await fake.written()).toEqual({ stdout, stderr: '' });
    const refused = await benchmark(['submit', '--check', file], folder);
    expect(refused).toMatchObject({ exit: 3, stdout: '' });
    expect(refused.stderr).toContain('only baselines and capstones can be submitted');
  });

  it('takes different results for invalid, whatever the speed, and exits with 4', async () => {
    const folder = temporaryFolder({ 'one.mjs': summing(4000), 'two.mjs': summing(400) });
    const { exit, report } = await comparisonOf(['one.mjs', 'two.mjs', '--budget', '1'], folder);
    expect(exit).toBe(4);
    expect(report.comparisons[0]).toMatchObject({ verdict: 'invalid', ratio: null });
    expect(report.comparisons[0]?.reason).not.toBeNull();
  });

  it('keeps and tells of a side that fails', async () => {
    const failing = `export default { title: 'Fails', unit: 'sum', run: () => { throw new Error('out of paper'); } };`;
    const folder = temporaryFolder({ 'one.mjs': repeating(1), 'two.mjs': failing });
    const { exit, report } = await comparisonOf(['one.mjs', 'two.mjs', '--budget', '1'], folder);
    expect(exit).toBe(4);
    expect(report.comparisons[0]).toMatchObject({ verdict: 'invalid' });
    expect(report.comparisons[0]?.reason).toContain('out of paper');
  });

  it('refuses different units before anything is timed', async () => {
    const other = summing(10).replace("unit: 'sum'", "unit: 'word', units_per_call: 3");
    const folder = temporaryFolder({ 'one.mjs': summing(10), 'two.mjs': other });
    const { exit, stderr } = await benchmark(['compare', 'one.mjs', 'two.mjs'], folder);
    expect(exit).toBe(3);
    expect(stderr).toContain('a call of A does 1 sum, a call of B 3 word');
    expect(readdirSync(folder)).toEqual(['one.mjs', 'two.mjs']);
  });
});

describe('the gate of tito benchmark compare', () => {
  it('exits with 4 for a slow-down that a second run confirms', { retry: 2 }, async () => {
    const folder = temporaryFolder({ 'one.mjs': repeating(1), 'two.mjs': repeating(2) });
    const words = ['one.mjs', 'two.mjs', '--budget', '2', '--fail-on-regression', '--threshold', '10'];
    const { exit, report, stdout } = await comparisonOf(words, folder);
    expect(exit).toBe(4);
    expect(report.gate).toMatchObject({ failed: true, confirmed: true, threshold_percent: 10 });
    expect(JSON.parse(stdout).run.confirmation.length).toBeGreaterThan(0);
  });

  it('lets a speed-up pass, without a second run', async () => {
    const folder = temporaryFolder({ 'one.mjs': repeating(1), 'two.mjs': repeating(2) });
    const { exit, report, stdout } = await comparisonOf(
      ['two.mjs', 'one.mjs', '--budget', '2', '--fail-on-regression'],
      folder,
    );
    expect(exit).toBe(0);
    expect(report.gate).toMatchObject({ failed: false, confirmed: null, threshold_percent: 5 });
    expect(JSON.parse(stdout).run.confirmation).toEqual([]);
  });
});

describe('tito benchmark compare of two subjects', () => {
  it('measures the workloads of the baseline, or those that are asked for', { retry: 2 }, async () => {
    const words = [CORRECT, SLOW, '--workload', 'tensor_ops', '--budget', '4'];
    const { exit, report } = await comparisonOf(words);
    expect(exit).toBe(0);
    expect(report.comparisons.map(({ id, verdict }) => [id, verdict])).toEqual([['tensor_ops', 'slower']]);
    expect(report.comparisons[0]?.ratio).toBeGreaterThan(2);
    expect(report.comparisons[0]?.ratio).toBeLessThan(4);
  });

  it('compares a Python package with the yardstick', { retry: 2 }, async () => {
    const words = ['reference', PYTHON, '--workload', 'tensor_ops', '--budget', '4'];
    const { report } = await comparisonOf(words);
    expect(report.comparisons[0]).toMatchObject({ id: 'tensor_ops', verdict: 'slower' });
    expect(report.b.runtime).toMatch(/^python /);
    expect(report.system_info.python).not.toBeNull();
  });

  it('shows the plan with --dry-run and times nothing', async () => {
    const { exit, stdout, directory } = await benchmark([
      'compare',
      CORRECT,
      SLOW,
      '--dry-run',
      '-f',
      'json',
    ]);
    expect(exit).toBe(0);
    const plan = JSON.parse(stdout);
    expect(plan).toMatchObject({ kind: 'comparison', timing: { budget_s: 6 }, threshold_percent: null });
    expect(plan.workloads).toHaveLength(3);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('tito benchmark compare of two commands', () => {
  it('times whole processes, with CPU time and exit status', { retry: 2 }, async () => {
    const folder = temporaryFolder({
      'quick.mjs': '',
      'long.mjs': 'const end = performance.now() + 120; while (performance.now() < end);',
    });
    const words = ['-c', 'node quick.mjs', '-c', 'node long.mjs', '--budget', '6'];
    const { exit, report } = await comparisonOf(words, folder);
    expect(exit).toBe(0);
    expect(report.comparisons[0]).toMatchObject({ verdict: 'slower' });
    expect(report.comparisons[0]?.b_command?.user_ms).toBeGreaterThan(
      report.comparisons[0]?.a_command?.user_ms ?? Number.NaN,
    );
  });

  it('takes a command that fails for invalid, and exits with 4', async () => {
    const words = ['-c', 'node -e 0', '-c', 'node -e process.exit(3)', '--budget', '1'];
    const { exit, report } = await comparisonOf(words);
    expect(exit).toBe(4);
    expect(report.comparisons[0]).toMatchObject({ verdict: 'invalid' });
    expect(report.comparisons[0]?.reason).toContain('3');
  });
});

describe('tito benchmark compare', () => {
  const files = { 'one.mjs': summing(10), 'saved.json': '{}', 'other.json': '{}' };

  it.each([
    [[], 2, 'two sides'],
    [['one.mjs'], 2, 'two sides'],
    [['one.mjs', 'one.mjs', 'one.mjs'], 2, 'two sides'],
    [['one.mjs', 'saved.json'], 2, "can't take turns"],
    [['one.mjs', 'reference'], 2, "'one.mjs' is a function and 'reference' is a subject"],
    [['one.mjs', 'command:node -e 0'], 2, 'is a command'],
    [['one.mjs', 'nowhere.mjs'], 5, 'nowhere.mjs'],
    [['one.mjs', 'one.mjs', '--workload', 'matmul'], 2, '--workload'],
    [['reference', 'reference', '--workload', 'matmull'], 2, "Did you mean 'matmul'?"],
    [['one.mjs', 'one.mjs', '--budget', '0'], 2, 'above 0'],
    [['one.mjs', 'one.mjs', '--budget', '-3'], 2, 'above 0'],
    [['one.mjs', 'one.mjs', '--margin', '0'], 2, 'above 0'],
    [['one.mjs', 'one.mjs', '--threshold', '5'], 2, '--fail-on-regression'],
    [['one.mjs', 'one.mjs', '--format', 'jsno'], 2, 'json'],
    [['saved.json', 'other.json'], 3, 'not a saved run'],
    [['--against', 'HEAD', 'one.mjs', 'one.mjs'], 2, 'at most one SPEC'],
    [['--against', 'HEAD', 'one.mjs'], 2, 'git repository'],
  ])('explains %j with exit code %i', async (words, code, text) => {
    const { exit, stdout, stderr } = await benchmark(['compare', ...words], temporaryFolder(files));
    expect({ exit, stdout }).toEqual({ exit: code, stdout: '' });
    expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('refuses a benchmark that measures a function of its own as a workload of subjects', async () => {
    const folder = temporaryFolder({
      'benchmarks/mine/sum.mjs': '',
      'benchmarks/mine/adding.js': summing(10),
    });
    const { exit, stderr } = await benchmark(['compare', CORRECT, SLOW, '--workload', 'adding'], folder);
    expect(exit).toBe(2);
    expect(stderr).toContain('tito benchmark run adding');
  });

  it('keeps what was finished when it is interrupted', async () => {
    const folder = temporaryFolder({ 'one.mjs': repeating(1), 'two.mjs': repeating(1) });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 2500);
    const { exit, stdout, stderr } = await benchmark(
      ['compare', 'one.mjs', 'two.mjs', '--budget', '60'],
      folder,
      {
        signal: controller.signal,
      },
    );
    expect(exit).toBe(130);
    expect(stdout).toContain('Interrupted');
    const [file = ''] = readdirSync(join(folder, 'benchmarks'));
    expect(stderr).toContain(`tito report benchmarks/${file}`);
    const { run } = JSON.parse(readFileSync(join(folder, 'benchmarks', file), 'utf8'));
    expect(run.interrupted).toBe(true);
  });

  it('still prints the report when it can not be saved, and exits with 5', async () => {
    const folder = temporaryFolder({ 'one.mjs': repeating(1) });
    writeFileSync(join(folder, 'benchmarks'), 'a file where the folder would be');
    const { exit, stdout, stderr } = await benchmark(
      ['compare', 'one.mjs', 'one.mjs', '--budget', '1'],
      folder,
    );
    expect(exit).toBe(5);
    expect(stdout).toContain('one.mjs (B) against one.mjs (A)');
    expect(stderr).toContain('could not be saved');
  });
});
