import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type BatchSettings,
  type BenchmarkResult,
  BenchmarkRunner,
  type ComparisonResult,
  type ErrorCode,
  type PlannedSample,
  type RunSettings,
  type TaskDefinition,
  type TaskSample,
  type TasksComparison,
  type TasksEvent,
  type TasksPlan,
  type TasksReport,
  type TasksRun,
  TitoError,
} from '../src/index.ts';
import { REPOSITORY } from './support/context.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

describe('the public API', () => {
  it('loads no more than its own few files: every subject pays for it', () => {
    const coverage = temporaryFolder();
    const index = join(REPOSITORY, 'src/index.ts');
    const { status } = spawnSync(process.execPath, [index], {
      env: { ...process.env, NODE_V8_COVERAGE: coverage, NODE_DISABLE_COMPILE_CACHE: '1' },
    });
    expect(status).toBe(0);
    const files = readdirSync(coverage).flatMap((file) => {
      const report: { result: { url: string }[] } = JSON.parse(readFileSync(join(coverage, file), 'utf8'));
      return report.result.flatMap(({ url }) => (url.startsWith('file:') ? [fileURLToPath(url)] : []));
    });
    const own = files.map((file) => relative(REPOSITORY, file));
    // Contracts and errors lie in src itself; what lies in a folder is work, or brings a dependency.
    expect(own).toContain('src/index.ts');
    expect(own.filter((file) => !/^src\/[^/]+$/.test(file))).toEqual(['src/cli/benchmark-runner.ts']);
  });

  it('touches nothing of the process when it is loaded or a runner is made', () => {
    const before = process.listenerCount('SIGINT');
    const runner = new BenchmarkRunner();
    expect(runner).toBeInstanceOf(BenchmarkRunner);
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  it('has errors with a code to decide by', () => {
    const error = new TitoError('model_missing', {
      endpoint: 'http://localhost:11434',
      model: 'x',
      hint: '',
    });
    expect(error).toBeInstanceOf(Error);
    expectTypeOf(error.code).toEqualTypeOf<ErrorCode>();
    expectTypeOf(error.hint).toBeString();
  });
});

// Checked by tsc: a wrong one is no failing test but a type error.
describe('types of the runner', () => {
  type Runner = InstanceType<typeof BenchmarkRunner>;
  const runner = Object.create(BenchmarkRunner.prototype) as Runner;

  it('need nothing to begin with', () => {
    expectTypeOf(BenchmarkRunner).toBeConstructibleWith();
    expectTypeOf(BenchmarkRunner).toBeConstructibleWith({ cwd: '.', env: process.env });
    expectTypeOf<Runner['runSingleBenchmark']>().toBeCallableWith();
    expectTypeOf<Runner['resumeBenchmark']>().toBeCallableWith();
  });

  it('tell one run from several', () => {
    const call = {
      quick: () => runner.runBatchBenchmark({ batchName: 'quick' }),
      named: () => runner.runBatchBenchmark({ batchName: 'scaling', profile: 'light' }),
      any: (settings: BatchSettings) => runner.runBatchBenchmark(settings),
      several: () => runner.runComparisonBenchmark({ profiles: ['light', 'medium'], sampleSize: 5 }),
    };
    expectTypeOf(call.quick).returns.resolves.toEqualTypeOf<BenchmarkResult>();
    expectTypeOf(call.named).returns.resolves.toEqualTypeOf<BenchmarkResult>();
    expectTypeOf(call.any).returns.resolves.toEqualTypeOf<BenchmarkResult | ComparisonResult>();
    expectTypeOf(call.several).returns.resolves.toEqualTypeOf<ComparisonResult>();
    expectTypeOf<Runner['planBenchmark']>().returns.resolves.toEqualTypeOf<TasksPlan>();
  });

  it('give figures, raw facts and what went wrong', () => {
    expectTypeOf<BenchmarkResult['run']>().toEqualTypeOf<TasksRun>();
    expectTypeOf<BenchmarkResult['report']>().toEqualTypeOf<TasksReport>();
    expectTypeOf<BenchmarkResult['failure']>().toEqualTypeOf<TitoError | null>();
    expectTypeOf<BenchmarkResult['regression']>().toEqualTypeOf<TasksComparison | null>();
    expectTypeOf<TasksReport['comparison_metrics']['token_reduction_percent']>().toEqualTypeOf<
      number | null
    >();
  });

  it('know the payload of each kind of event', () => {
    const listen = {
      finished: () =>
        runner.on('sample-finished', ({ sample }) => expectTypeOf(sample).toEqualTypeOf<TaskSample>()),
      started: () =>
        runner.on('sample-started', ({ sample }) => expectTypeOf(sample).toEqualTypeOf<PlannedSample>()),
      all: () => runner.on((event) => expectTypeOf(event).toEqualTypeOf<TasksEvent>()),
      // @ts-expect-error there is no such kind
      none: () => runner.on('sample-finnished', () => {}),
    };
    expectTypeOf(listen.finished).returns.toEqualTypeOf<() => void>();
    expectTypeOf(listen.all).returns.toEqualTypeOf<() => void>();
  });

  it('refuse what makes no sense', () => {
    const wrong = {
      // @ts-expect-error a number is wanted
      sample: () => runner.runSingleBenchmark({ sampleSize: '5' }),
      // @ts-expect-error the batch has to be named
      batch: () => runner.runBatchBenchmark({}),
      // @ts-expect-error profiles take the place of the profile
      profile: () => runner.runComparisonBenchmark({ profiles: ['light'], profile: 'light' }),
      // @ts-expect-error prompts are missing
      task: () => runner.registerTask('mine', { title: 'Mine', workflow: 'safety', answer: '{}' }),
    };
    expectTypeOf(wrong).toBeObject();
    expectTypeOf<RunSettings['taskIds']>().toEqualTypeOf<readonly string[] | undefined>();
    expectTypeOf<TaskDefinition['tools']>().extract<undefined>().toBeUndefined();
  });
});
