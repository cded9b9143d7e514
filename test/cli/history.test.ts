import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { historyReport } from '../../src/schema/comparison-report.ts';
import type { AnySavedRun } from '../../src/schema/runs.ts';
import { buildBenchmarkRun, buildComparisonRun } from '../support/comparison-runs.ts';
import { REPOSITORY } from '../support/context.ts';
import { buildRun } from '../support/runs.ts';
import { drifted, later, onMachine, saveRuns } from '../support/saved-runs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tito } from '../support/tito.ts';
import { runBaseline, subject } from './_baseline.ts';

/** Between -1 and 1, without a pattern. */
const noise = (i: number) => Math.sin(i * i * 12.9898 + i);

const run = (i: number, matmul: number) => {
  const wobble = 1 + 0.01 * noise(i + 1);
  const small = { isolates: 2, pairs: 12, calls: 6, noise: 0.003 };
  const built = buildRun({ seed: i + 1, ...small, slower: { matmul: matmul * wobble } });
  return later(drifted(built, 1 + 0.2 * noise(i + 50)), 10 * i);
};
/** Fourteen runs, of which those from the ninth on are slower by a factor. */
const stepped = (factor: number): Record<string, AnySavedRun> =>
  Object.fromEntries(
    Array.from({ length: 14 }, (_, i) => [`benchmarks/baseline_${i}.json`, run(i, i < 8 ? 3 : 3 * factor)]),
  );

function folderWith(runs: Record<string, AnySavedRun>): string {
  const folder = temporaryFolder();
  saveRuns(folder, runs);
  return folder;
}
const history = (cwd: string, ...words: string[]) =>
  tito(['benchmark', 'history', ...words], { cwd, root: REPOSITORY });
async function reportOf(cwd: string, ...words: string[]) {
  const { stdout } = await history(cwd, ...words, '--format', 'json');
  return historyReport.parse(JSON.parse(stdout));
}

describe('tito benchmark history', () => {
  it('finds the runs between which a benchmark became slower', async () => {
    const { series } = await reportOf(folderWith(stepped(1.15)));
    const found = series.map(({ id, runs, steps }) => [id, runs.length, steps.map(({ between }) => between)]);
    expect(found).toEqual([
      ['tensor_ops', 14, []],
      ['matmul', 14, [['benchmarks/baseline_7.json', 'benchmarks/baseline_8.json']]],
      ['forward_pass', 14, []],
    ]);
    const [, matmul] = series;
    expect(matmul?.steps[0]?.ratio).toBeCloseTo(1.15, 1);
    expect(matmul?.steps[0]?.verdict).toBe('slower');
  });

  it('draws a line with the step marked', async () => {
    const { stdout, exit } = await history(folderWith(stepped(1.15)), 'matmul');
    expect(stdout).toMatch(/matmul \(14\) +[▁▂]{8}│[▇█]{6} /);
    expect(stdout).not.toContain('forward_pass');
    expect(exit).toBe(0);
  });

  it('fails on a slow-down that persists, from the threshold on', async () => {
    const folder = folderWith(stepped(1.15));
    expect((await history(folder, '--fail-on-regression')).exit).toBe(4);
    const { exit, stdout } = await history(folder, '--fail-on-regression', '--threshold', '30');
    expect(stdout).toContain("No benchmark's newest step is a slow-down of 30 % or more.");
    expect(exit).toBe(0);
  });

  it('does not fail where it became faster', async () => {
    expect((await history(folderWith(stepped(0.8)), '--fail-on-regression')).exit).toBe(0);
  });

  it('writes every run as a row', async () => {
    const { stdout } = await history(folderWith(stepped(1.15)), 'matmul', '--format', 'csv');
    const rows = stdout.trimEnd().split('\n');
    expect(rows).toHaveLength(15);
    expect(rows[9]).toMatch(/baseline_8\.json.*,slower,1\.1/);
    expect(rows[8]).toMatch(/baseline_7\.json.*,{6}\r?$/);
  });

  it('keeps machines, subjects and kinds of runs apart', async () => {
    const runs = {
      'benchmarks/a.json': run(1, 3),
      'benchmarks/b.json': onMachine(run(2, 9), { cpu: 'Other CPU' }),
      'benchmarks/c.json': later(buildBenchmarkRun(), 30),
    };
    const { series } = await reportOf(folderWith(runs));
    expect(series).toHaveLength(7);
    expect(new Set(series.map(({ machine }) => machine.split(',')[0]))).toEqual(
      new Set(['Example CPU 3000', 'Other CPU']),
    );
    expect(series.every(({ change, steps }) => change === null && steps.length === 0)).toBe(true);
  });

  it('names damaged files, and leaves out journals, copies and interrupted runs', async () => {
    const cut = { ...run(5, 3), interrupted: true };
    const folder = folderWith({ ...stepped(1), 'benchmarks/cut.json': cut });
    const at = (name: string) => join(folder, 'benchmarks', name);
    writeFileSync(at('broken.json'), '{"schema_version": 1, "bench');
    const whole = JSON.stringify({
      schema_version: 1,
      benchmark_type: 'baseline',
      timestamp: cut.started_at,
      interrupted: false,
      run: {},
    });
    writeFileSync(at('half.json'), whole.slice(0, -3));
    writeFileSync(at('journal.jsonl'), '{}');
    cpSync(at('baseline_3.json'), at('copy.json'));
    const { series, warnings } = await reportOf(folder);
    expect(series[0]?.runs).toHaveLength(14);
    expect(warnings).toEqual([
      expect.stringMatching(/^benchmarks\/broken\.json is damaged/),
      'An interrupted run was left out.',
      'benchmarks/copy.json holds the same run as benchmarks/baseline_3.json, which counts once.',
      expect.stringMatching(/^benchmarks\/half\.json ends in the middle/),
    ]);
  });

  it('looks at as many of the newest runs as it is told', async () => {
    const { series, warnings } = await reportOf(folderWith(stepped(1)), '--last', '3');
    expect(series[0]?.runs.map(({ file }) => file)).toEqual(
      [11, 12, 13].map((i) => `benchmarks/baseline_${i}.json`),
    );
    expect(warnings.join()).toContain('11 older ones were left out');
  });

  it('reads another folder', async () => {
    const folder = folderWith({ 'elsewhere/a.json': run(1, 3) });
    const { series } = await reportOf(folder, '--folder', 'elsewhere');
    expect(series[0]?.runs[0]?.file).toBe('elsewhere/a.json');
  });

  it('says that a trend needs more than one run', async () => {
    const { warnings } = await reportOf(folderWith({ 'benchmarks/a.json': run(1, 3) }));
    expect(warnings).toEqual([expect.stringContaining('a trend needs more')]);
  });

  it.each([
    ['an empty folder', () => temporaryFolder({ 'benchmarks/.keep': '' })],
    ['no folder', () => temporaryFolder()],
  ])('says what to do with %s', async (_, prepare) => {
    const { exit, stdout, stderr } = await history(prepare());
    expect(stderr).toMatch(/^There are no saved runs to look back on in benchmarks\.\nMeasure first/);
    expect([exit, stdout]).toEqual([2, '']);
  });

  it('says why live comparisons are no history, and what is', async () => {
    const workloads = [{ id: 'parse', a: { call_ms: 0.1 }, b: { call_ms: 0.1 } }];
    const folder = folderWith({ 'benchmarks/comparison_1.json': buildComparisonRun({ workloads }) });
    const { exit, stderr } = await history(folder);
    expect(stderr).toContain('Live comparisons (of parse) are no part of a history');
    expect(stderr).toContain("'tito benchmark run' measures for it");
    expect(exit).toBe(2);
  });

  it('says why runs of the yardstick alone are no history', async () => {
    const { exit, stderr } = await history(
      folderWith({ 'benchmarks/a.json': buildRun({ score_basis: 'profile' }) }),
    );
    expect(stderr).toContain('A run was left out that has no yardstick beside the code');
    expect(exit).toBe(2);
  });

  it('suggests the benchmark that was meant', async () => {
    const { exit, stderr } = await history(folderWith({ 'benchmarks/a.json': run(1, 3) }), 'mathmul');
    expect(stderr).toContain("Did you mean 'matmul'?");
    expect(exit).toBe(2);
  });

  it.each([
    ['--last', '0'],
    ['--threshold', '5'],
    ['--fail-on-regression', '--threshold', '-1'],
  ])('refuses %s %s', async (...words) => {
    const folder = folderWith({ 'benchmarks/a.json': run(1, 3) });
    expect((await history(folder, ...words)).exit).toBe(2);
  });

  it('ends with 130 when it is interrupted', async () => {
    const cwd = folderWith({ 'benchmarks/a.json': run(1, 3) });
    const { exit } = await tito(['benchmark', 'history'], {
      cwd,
      root: REPOSITORY,
      signal: AbortSignal.abort(),
    });
    expect(exit).toBe(130);
  });

  it('has real runs of the same code without a regression, and compares them', { retry: 3 }, async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'benchmarks'));
    // Two isolates of each workload: of one alone there would be no verdict that could be wrong.
    const words = ['--subject', subject('correct'), '--budget', '2'];
    const files = [];
    for (const name of ['first', 'second']) {
      const { stdout } = await runBaseline([...words, '--format', 'json'], cwd);
      writeFileSync(join(cwd, `${name}.json`), stdout);
      files.push(`${name}.json`);
    }
    const { exit } = await history(cwd, '--fail-on-regression');
    expect(exit).toBe(0);
    const gated = await tito(
      ['benchmark', 'compare', ...files, '--fail-on-regression', '--threshold', '20'],
      {
        cwd,
        root: REPOSITORY,
      },
    );
    expect([gated.exit, gated.stderr]).toEqual([0, '']);
    expect(gated.stdout).not.toContain('one isolate');
  });
});
