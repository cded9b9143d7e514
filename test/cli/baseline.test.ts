import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { reportBaseline, runBaseline, subject, workload } from './_baseline.ts';

describe('tito benchmark baseline', () => {
  it('measures three workloads, all right, and scores them, as one JSON document', async () => {
    const { exit, report } = await reportBaseline(['--subject', subject('correct'), '--budget', '3']);
    expect(exit).toBe(0);
    expect(report).toMatchObject({
      setup_verified: true,
      score_basis: 'yardstick',
      benchmark_type: 'baseline',
    });
    expect(report.workloads.map(({ id, status, correct }) => [id, status, correct])).toEqual([
      ['tensor_ops', 'ok', true],
      ['matmul', 'ok', true],
      ['forward_pass', 'ok', true],
    ]);
    expect(report.score).toBeGreaterThan(80);
    expect(report.metrics.matmul_ms).toBe(workload(report, 'matmul').latency_ms?.p50);
  });

  it('saves exactly what it prints, and leaves no journal behind', async () => {
    const { directory, stdout } = await reportBaseline(['--subject', subject('correct'), '--budget', '1']);
    const files = readdirSync(join(directory, 'benchmarks'));
    expect(files).toEqual(['baseline_20260131_120000.json']);
    expect(readFileSync(join(directory, 'benchmarks', files[0] ?? ''), 'utf8')).toBe(stdout);
  });

  it('replaces the celebration by what is wrong, and still measures the rest', async () => {
    const { exit, report } = await reportBaseline(['--subject', subject('transposed'), '--budget', '2']);
    expect(exit).toBe(4);
    expect(report).toMatchObject({ setup_verified: false, score: null });
    expect(workload(report, 'matmul')).toMatchObject({
      status: 'invalid',
      correct: false,
      mismatch: { operation: 'matmul', expected: expect.any(String), got: expect.stringContaining('wrong') },
      latency_ms: null,
      score: null,
    });
    expect(workload(report, 'tensor_ops').status).toBe('ok');
    expect(workload(report, 'forward_pass').status).toBe('ok');
    const { stdout } = await runBaseline(['--subject', subject('transposed'), '--budget', '1']);
    expect(stdout).not.toContain('Complete!');
    expect(stdout).toMatch(/matmul is wrong: expected .+, got .+/);
  });

  it('takes NaN for wrong', async () => {
    const { exit, report } = await reportBaseline(['--subject', subject('nan'), '--budget', '1']);
    expect(exit).toBe(4);
    expect(workload(report, 'tensor_ops').mismatch).toMatchObject({ operation: 'sum' });
    expect(workload(report, 'tensor_ops').mismatch?.got).toMatch(/^NaN/);
  });

  it('moves the ratio by k when a subject is k times slower; speed never decides about the set-up', {
    retry: 2,
  }, async () => {
    const words = (name: string) => ['--subject', subject(name), '--budget', '5', '--seed', '5'];
    const { report: fast } = await reportBaseline(words('correct'));
    const { report: slow, exit } = await reportBaseline(words('slow'));
    expect([exit, slow.setup_verified]).toEqual([0, true]);
    expect(slow.score).toBeLessThan(fast.score ?? 0);
    for (const { id, ratio_ci95 } of slow.workloads) {
      const [low, high] = ratio_ci95 ?? [Number.NaN, Number.NaN];
      const [fastLow, fastHigh] = workload(fast, id).ratio_ci95 ?? [Number.NaN, Number.NaN];
      expect(low, id).toBeLessThanOrEqual(3 * fastHigh * 1.05);
      expect(high, id).toBeGreaterThanOrEqual((3 * fastLow) / 1.05);
    }
    expect(workload(slow, 'matmul').ratio).toBeGreaterThan(2.7);
    expect(workload(slow, 'matmul').ratio).toBeLessThan(3.3);
  });

  it('skips what is not built yet, names it, and gives no total', async () => {
    const { exit, report } = await reportBaseline(['--subject', subject('unfinished'), '--budget', '1']);
    expect(exit).toBe(0);
    expect(report).toMatchObject({ setup_verified: true, score: null, score_interval: null });
    expect(workload(report, 'forward_pass')).toMatchObject({
      status: 'skipped',
      correct: null,
      reason: expect.stringContaining("no function 'linear'"),
    });
    expect(workload(report, 'matmul').score).not.toBeNull();
  });

  it('prints the screen of the baseline on the console', async () => {
    const { stdout, stderr } = await runBaseline(['--subject', subject('correct'), '--budget', '1']);
    for (const text of [
      'Baseline Benchmark Complete!',
      'Your Baseline Performance:',
      'Tensor Operations: ⚡',
      'Matrix Multiply: ⚡',
      'Forward Pass: ⚡',
      'Setup verified and working!',
    ]) {
      expect(stdout).toContain(text);
    }
    expect(stdout).toMatch(/Score: \d+\/100/);
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toContain('Saved to benchmarks/baseline_20260131_120000.json');
  });

  it('scores the machine against its profile when there is no subject, and says so', async () => {
    const { report } = await reportBaseline([
      '--subject',
      'reference',
      '--profile',
      'light',
      '--budget',
      '2',
    ]);
    expect(report.score_basis).toBe('profile');
    expect(report.score).not.toBeNull();
    expect(report.workloads.every(({ yardstick_ms }) => yardstick_ms === null)).toBe(true);
  });

  it('plans and executes nothing with --dry-run', async () => {
    const directory = temporaryFolder({ 'tito.subject.ts': "throw new Error('was executed')" });
    const { exit, stdout } = await runBaseline(['--dry-run', '--format', 'json', '--seed', '4'], directory);
    const plan = JSON.parse(stdout);
    expect(exit).toBe(0);
    expect(plan).toMatchObject({ kind: 'baseline', seed: 4, subject: { kind: 'module' } });
    expect(readdirSync(directory)).toEqual(['tito.subject.ts']);
  });

  it('still prints the report when it can not be saved, says so and exits with 5', async () => {
    const directory = temporaryFolder({ benchmarks: 'a file where the folder would be' });
    const { exit, stdout, stderr } = await runBaseline(
      ['--subject', subject('correct'), '--budget', '1'],
      directory,
    );
    expect(exit).toBe(5);
    expect(stdout).toContain('Setup verified and working!');
    expect(stderr).toContain('could not be saved');
  });

  it('measures again what a saved run says: the same plan from the same seed', async () => {
    const plan = async () => {
      const { stdout } = await runBaseline(['--dry-run', '--format', 'json', '--seed', '9']);
      return JSON.parse(stdout).schedule;
    };
    expect(await plan()).toEqual(await plan());
  });

  it.each([
    [['--profile', 'ligth'], 2, 'light'],
    [['--format', 'jsno'], 2, 'json'],
    [['--subject', 'pyhton:.'], 2, 'python'],
    [['--budgt', '3'], 2, '--budget'],
    [['--budget', '0'], 2, 'above 0'],
    [['--subject', 'module:nowhere.ts'], 5, 'nowhere.ts'],
  ])('explains %j with exit code %i', async (words, code, text) => {
    const { exit, stdout, stderr } = await runBaseline(words);
    expect(exit).toBe(code);
    expect(stdout).toBe('');
    expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('explains a mistyped key of the configuration with file, line and suggestion', async () => {
    const directory = temporaryFolder({});
    writeFileSync(join(directory, 'tito.config.yaml'), 'profile: light\nbenchmark:\n  budgett_s: 3\n');
    const { exit, stdout } = await runBaseline(['--format', 'json'], directory);
    expect(exit).toBe(3);
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'invalid_config',
      message: expect.stringContaining('tito.config.yaml:3'),
      hint: expect.stringContaining("Did you mean 'budget_s'?"),
    });
  });
});
