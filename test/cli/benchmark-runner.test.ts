import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BenchmarkRunner } from '../../src/cli/benchmark-runner.ts';
import { EXIT } from '../../src/errors.ts';
import { tasksReport } from '../../src/schema/tasks-report.ts';
import { tasksRun } from '../../src/schema/tasks-run.ts';
import type { TasksEvent } from '../../src/tasks/events.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TINY_BATCH } from '../support/tiny-batch.ts';
import { tito } from '../support/tito.ts';

const ENV = { PATH: process.env.PATH, TITO_TASKS_PROVIDER: 'embedded' };
const runnerIn = (cwd: string, signal?: AbortSignal) =>
  new BenchmarkRunner({ cwd, env: ENV, ...(signal ? { signal } : {}) });
const ONE = { taskIds: ['safety_assessment'], sampleSize: 2, seed: 1 };
const resultsIn = (cwd: string) =>
  existsSync(join(cwd, 'benchmarks')) ? readdirSync(join(cwd, 'benchmarks')) : [];

describe('runSingleBenchmark', () => {
  it('gives the run, its report and the file that holds both', async () => {
    const cwd = temporaryFolder();
    const result = await runnerIn(cwd).runSingleBenchmark(ONE);
    expect(tasksRun.parse(result.run).samples.length).toBe(4);
    expect(tasksReport.parse(result.report).overall_metrics).toMatchObject({ completed_tasks: 4 });
    expect(result).toMatchObject({ failure: null, regression: null });
    const saved = JSON.parse(readFileSync(join(cwd, result.file ?? ''), 'utf8'));
    expect(saved.run).toEqual(result.run);
  });

  it('refuses what it can not do with a code, and what to do', async () => {
    const cwd = temporaryFolder();
    const unknown = runnerIn(cwd).runSingleBenchmark({ taskIds: ['safety_assesment'] });
    await expect(unknown).rejects.toMatchObject({
      name: 'TitoError',
      code: 'unknown_id',
      hint: expect.stringContaining("Did you mean 'safety_assessment'?"),
    });
    await expect(runnerIn(cwd).runSingleBenchmark({ sampleSize: 0 })).rejects.toMatchObject({
      code: 'usage',
    });
    expect(resultsIn(cwd)).toEqual([]);
  });

  it('holds the run against a baseline', async () => {
    const cwd = temporaryFolder();
    const runner = runnerIn(cwd);
    const { file } = await runner.runSingleBenchmark(ONE);
    const against = { baselineFile: file ?? '', thresholdPercent: 100_000 };
    const { regression, document } = await runner.runSingleBenchmark({ ...ONE, ...against });
    expect(regression).toMatchObject({
      before: { file },
      gate: { failed: false, threshold_percent: 100_000 },
    });
    expect(document.data.regression).toEqual(regression);
    await expect(runner.runBatchBenchmark({ batchName: 'quick', ...against })).rejects.toMatchObject({
      code: 'other_batch',
    });
  });
});

describe('runBatchBenchmark', () => {
  it('runs the tasks of the batch as often as it says', async () => {
    const cwd = temporaryFolder(TINY_BATCH);
    const result = await runnerIn(cwd).runBatchBenchmark({ batchName: 'tiny', profile: 'light' });
    expect(result.run.plan).toMatchObject({ batch: 'tiny', profile: 'light', samples: 6 });
    expect(result.run.samples.length).toBe(12);
  });

  it('goes through the profiles of the batch, but not where one is named', async () => {
    const runner = runnerIn(temporaryFolder(TINY_BATCH));
    const all = await runner.runBatchBenchmark({ batchName: 'ladder' });
    if (!('runs' in all)) throw new Error('it ran once');
    expect(all.runs.map(({ run }) => run.plan.profile)).toEqual(['light', 'medium']);
    expect(all.report.profiles.map(({ file }) => file)).toEqual(all.runs.map(({ file }) => file));
    const one = await runner.runBatchBenchmark({ batchName: 'ladder', profile: 'medium' });
    expect(one.run.plan.profile).toBe('medium');
  });
});

describe('runComparisonBenchmark', () => {
  it('asks nobody before every profile is known', async () => {
    const cwd = temporaryFolder();
    const runner = runnerIn(cwd);
    const heard = vi.fn();
    runner.on(heard);
    const run = runner.runComparisonBenchmark({ ...ONE, profiles: ['light', 'mediun'] });
    await expect(run).rejects.toMatchObject({ code: 'unknown_id' });
    expect(heard).not.toHaveBeenCalled();
    expect(resultsIn(cwd)).toEqual([]);
  });

  it('refuses no profile at all', async () => {
    const run = runnerIn(temporaryFolder()).runComparisonBenchmark({ profiles: [] });
    await expect(run).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('planBenchmark', () => {
  it('decides everything and does nothing', async () => {
    const cwd = temporaryFolder(TINY_BATCH);
    const runner = runnerIn(cwd);
    const heard = vi.fn();
    runner.on(heard);
    const plan = await runner.planBenchmark({ batchName: 'tiny', seed: 5 });
    expect(plan.schedule.length).toBe(12);
    expect(heard).not.toHaveBeenCalled();
    expect(resultsIn(cwd)).toEqual([]);
  });
});

describe('registerTask', () => {
  const definition = {
    title: 'Mine',
    workflow: 'safety_check',
    baseline_prompt: 'Rate: {{files}} {{answer}}',
    tools_prompt: 'Found: {{tool.output}} {{answer}}',
    tools: ['safety_scan'],
    files: ['**/*.js'],
    answer: '{"risk_level":"HIGH"}',
    expected: { risk_level: 'HIGH' },
  };

  it('adds a task that is asked like any other, and is not known elsewhere', async () => {
    const cwd = temporaryFolder();
    const runner = runnerIn(cwd);
    await runner.registerTask('mine', definition);
    const { run } = await runner.runSingleBenchmark({ taskIds: ['mine'], sampleSize: 1 });
    expect(run.samples.map(({ task, status }) => [task, status])).toEqual([
      ['mine', 'ok'],
      ['mine', 'ok'],
    ]);
    expect((await runner.planBenchmark()).tasks.map(({ id }) => id)).toContain('mine');
    await expect(runnerIn(cwd).planBenchmark({ taskIds: ['mine'] })).rejects.toMatchObject({
      code: 'unknown_id',
    });
    await expect(runner.planBenchmark({ taskIds: ['mime'] })).rejects.toMatchObject({
      hint: expect.stringContaining("Did you mean 'mine'?"),
    });
  });

  it.each([
    ['a typo', 'mine', { titel: 'Mine' }, /registerTask\('mine'\): titel: unknown key/],
    ['no id', 'My Task', {}, /'My Task'\): id/],
    [
      'a prompt with an unknown name',
      'mine',
      { baseline_prompt: '{{fils}}' },
      /baseline_prompt: .*\{\{fils\}\}/,
    ],
    ['an unknown tool', 'mine', { tools: ['saftey_scan'] }, /there is no tool 'saftey_scan'/],
    ['an id that a file has', 'safety_assessment', {}, /'safety_assessment' is defined twice/],
  ])('refuses %s', async (_what, id, change, message) => {
    const register = runnerIn(temporaryFolder()).registerTask(id, { ...definition, ...change });
    await expect(register).rejects.toThrow(message);
  });

  it('refuses an id twice', async () => {
    const runner = runnerIn(temporaryFolder());
    await runner.registerTask('mine', definition);
    await expect(runner.registerTask('mine', definition)).rejects.toMatchObject({ code: 'duplicate_id' });
  });
});

describe('on', () => {
  it('tells of every sample, and of one kind of events or all', async () => {
    const runner = runnerIn(temporaryFolder());
    const all: TasksEvent[] = [];
    const finished: string[] = [];
    const silent = vi.fn();
    runner.on((event) => all.push(event));
    runner.on('sample-finished', ({ sample }) => finished.push(sample.status));
    runner.on('sample-finished', silent)();
    await runner.runSingleBenchmark(ONE);
    const count = (kind: string) => all.filter((event) => event.kind === kind).length;
    expect([count('planned'), count('sample-started'), count('sample-finished')]).toEqual([1, 4, 4]);
    expect(finished).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(silent).not.toHaveBeenCalled();
  });

  it('ends a run whose listener throws, and loses nothing of it', async () => {
    const cwd = temporaryFolder();
    const runner = runnerIn(cwd);
    const broken = new RangeError('listener');
    const stop = runner.on('sample-finished', () => {
      throw broken;
    });
    await expect(runner.runSingleBenchmark(ONE)).rejects.toBe(broken);
    expect(resultsIn(cwd)).toEqual([expect.stringMatching(/\.jsonl$/)]);
    stop();
    const { run, failure } = await runner.resumeBenchmark();
    expect(failure).toBeNull();
    expect(run.samples.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  });
});

describe('an interrupted run', () => {
  it('that was interrupted before its first sample says so', async () => {
    const controller = new AbortController();
    const runner = runnerIn(temporaryFolder(), controller.signal);
    // It accepts and never answers.
    const server = createServer(() => controller.abort()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const settings = { provider: 'ollama', models: ['x'], endpoint: `http://127.0.0.1:${port}` };
    const run = runner.runSingleBenchmark(settings);
    await expect(run).rejects.toMatchObject({ code: 'interrupted' });
    server.close();
  });

  it('is a result with what was finished, also against a baseline, and goes on', async () => {
    const cwd = temporaryFolder();
    const { file } = await runnerIn(cwd).runSingleBenchmark(ONE);
    const controller = new AbortController();
    const runner = runnerIn(cwd, controller.signal);
    runner.on('sample-finished', () => controller.abort());
    const cut = await runner.runSingleBenchmark({ ...ONE, baselineFile: file ?? '' });
    expect(cut.run.interrupted).toBe(true);
    expect(cut.failure).toMatchObject({ code: 'tasks_interrupted', exit: EXIT.interrupted });
    expect(cut.regression?.warnings).toContain('The later run did not come to its end.');
    const started: number[] = [];
    const next = runnerIn(cwd);
    next.on('sample-started', ({ sample }) => started.push(sample.index));
    const { run, failure } = await next.resumeBenchmark({ journal: cut.file ?? '' });
    expect(failure).toBeNull();
    expect(started.length).toBe(4 - cut.run.samples.length);
    expect(run.samples.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  });
});

describe('renderReport', () => {
  it('writes a result in any format', async () => {
    const runner = runnerIn(temporaryFolder());
    const result = await runner.runSingleBenchmark(ONE);
    expect(await runner.renderReport(result, 'markdown')).toMatch(/^# AI Development Tools Benchmark Report/);
    expect(JSON.parse(await runner.renderReport(result, 'json')).run).toEqual(result.run);
    await expect(runner.renderReport(result, 'markdwon')).rejects.toMatchObject({ code: 'unknown_id' });
  });
});

describe('the command line', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each([
    ['runSingleBenchmark', ['run', 'safety_assessment', '-n', '1']],
    ['runBatchBenchmark', ['batch', 'tiny', '-n', '1']],
    ['runComparisonBenchmark', ['compare', '--profiles', 'light', '-n', '1']],
    ['planBenchmark', ['batch', 'tiny', '--dry-run']],
    ['resumeBenchmark', ['run', '--resume']],
  ] as const)('calls %s', async (method, words) => {
    const called = vi.spyOn(BenchmarkRunner.prototype, method);
    await tito(['tasks', ...words], { cwd: temporaryFolder(TINY_BATCH), env: ENV });
    expect(called).toHaveBeenCalledOnce();
  });
});
