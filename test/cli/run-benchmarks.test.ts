import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { benchmark, benchmarkOf, CORRECT, repeating } from './_compare.ts';

const MINE = `export default {
  title: 'Tokenise', unit: 'word', units_per_call: 50,
  setup: ({ seed }) => Array.from({ length: 50 }, (_, i) => 'word' + ((seed + i) % 7)).join(' '),
  run: (text) => text.split(' ').length,
  check: (result) => result === 50 || 'not 50 words',
  score: { p90: 0.001, p50: 1000 },
};`;

describe('tito benchmark run', () => {
  it("measures a function of the user's own beside the probe, with latency, throughput and score", async () => {
    const folder = temporaryFolder({ 'benchmarks/text/tokenise.js': MINE });
    const { exit, report } = await benchmarkOf(['tokenise', '--budget', '1'], folder);
    expect(exit).toBe(0);
    const [only] = report.workloads;
    expect(report.workloads).toHaveLength(1);
    expect(only).toMatchObject({ id: 'tokenise', title: 'Tokenise', status: 'ok', unit: 'word' });
    expect(only?.probe_ratio).toBeGreaterThan(0);
    expect(only?.throughput_per_s).toBeCloseTo(50_000 / (only?.latency_ms?.p50 ?? Number.NaN), -2);
    expect(only?.score).not.toBeNull();
    expect(readdirSync(join(folder, 'benchmarks')).sort()).toEqual([
      'benchmark_20260131_120000.json',
      'text',
    ]);
  });

  it('measures benchmarks over operations on a subject, one by one or as a suite', {
    timeout: 60_000,
  }, async () => {
    const one = await benchmarkOf(['matmul', '--subject', CORRECT, '--budget', '1']);
    expect(one.report.workloads.map(({ id, status }) => [id, status])).toEqual([['matmul', 'ok']]);
    const suite = await benchmark(['run', 'baseline', '--subject', 'reference', '--dry-run', '-f', 'json']);
    expect(JSON.parse(suite.stdout)).toMatchObject({
      kind: 'benchmark',
      suite: 'baseline',
      timing: { budget_s: 6 },
    });
  });

  it("measures a suite of the user's own", async () => {
    const folder = temporaryFolder({
      'benchmarks/text/tokenise.js': MINE,
      'suites/mine.yaml': 'title: Mine\nworkloads:\n  - { benchmark: tokenise }\n',
    });
    const { stdout } = await benchmark(['run', 'mine', '--dry-run', '-f', 'json'], folder);
    expect(JSON.parse(stdout)).toMatchObject({ suite: 'mine', workloads: [{ id: 'tokenise' }] });
  });

  it('measures a command line', { timeout: 60_000 }, async () => {
    const { exit, report } = await benchmarkOf(['-c', 'node -e 0', '--budget', '2']);
    expect(exit).toBe(0);
    expect(report.workloads[0]).toMatchObject({ id: 'node_e_0', status: 'ok', unit: 'run' });
    expect(report.workloads[0]?.command?.user_ms).toBeGreaterThan(0);
  });

  it('says what a check finds wrong, and exits with 4', async () => {
    const folder = temporaryFolder({ 'wrong.mjs': MINE.replace('result === 50', 'result === 51') });
    const { exit, report, stdout } = await benchmarkOf(['wrong.mjs', '--budget', '1'], folder);
    expect(exit).toBe(4);
    expect(report.workloads[0]).toMatchObject({ status: 'invalid', latency_ms: null, score: null });
    expect(stdout).toContain('not 50 words');
  });

  it('lists benchmarks of both shapes without executing them', async () => {
    const folder = temporaryFolder({
      'benchmarks/text/tokenise.js': `throw new Error('was executed');`,
      'benchmarks/text/other.ts': `throw new Error('was executed');`,
    });
    const { exit, stdout } = await benchmark(['list', '--format', 'json'], folder);
    expect(exit).toBe(0);
    const ids = JSON.parse(stdout).benchmarks.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(expect.arrayContaining(['matmul', 'tokenise', 'other']));
  });

  it.each([
    [[], 2, 'Name what to measure'],
    [['matmull'], 2, "Did you mean 'matmul'?"],
    [['standard'], 2, 'tito tasks batch standard'],
    [['capstone'], 2, 'tito benchmark capstone'],
    [['matmul', '-c', 'node -e 0'], 2, 'measured alone'],
    [['one.mjs', '--subject', 'reference'], 2, 'none was named'],
    [['nowhere.mjs'], 5, 'nowhere.mjs'],
    [['matmul', '--budget', '0'], 2, 'above 0'],
    [['matmul', '--subject', 'module:nowhere.ts'], 5, 'nowhere.ts'],
  ])('explains %j with exit code %i', async (words, code, text) => {
    const { exit, stdout, stderr } = await benchmark(
      ['run', ...words],
      temporaryFolder({ 'one.mjs': repeating(1) }),
    );
    expect(stderr).toContain(text);
    expect({ exit, stdout }).toEqual({ exit: code, stdout: '' });
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
