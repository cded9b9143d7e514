import { describe, expect, it } from 'vitest';
import { buildTasksReport } from '../../../src/analysis/tasks/build-report.ts';
import { sampleRows } from '../../../src/analysis/tasks/sample-rows.ts';
import { tasksReport } from '../../../src/schema/tasks-report.ts';
import type { PlannedSample, TasksRun } from '../../../src/schema/tasks-run.ts';
import { buildTasksRun, TASKS, type TasksOptions } from '../../support/tasks-runs.ts';

const report = (options: TasksOptions = {}) => buildTasksReport(buildTasksRun(options));
const compared = (options: TasksOptions = {}) => report(options).comparison_metrics;
const two = TASKS.slice(0, 2);
const everySecondTool = ({ arm, replicate }: PlannedSample) =>
  arm === 'tools' && replicate % 2 === 0 ? ('model' as const) : null;

describe('the report of a run of tasks', () => {
  it('has the shape that its schema states, whatever happened', () => {
    const happened: TasksOptions[] = [
      {},
      { models: ['a', 'b'], samples: 3, failure: everySecondTool },
      { samples: 1 },
      { finished: 0, interrupted: true },
      { failure: () => 'connection', tasks: two },
      { is_graded: false, tasks: two, server_share: null, cached_share: null },
      { noise: 0, time_ratio: 1, token_ratio: 1, tasks: two },
      { quality: { baseline: 0, tools: 0 }, noise: 0, tasks: two },
      { quality: { baseline: 0, tools: 1 }, noise: 0, tasks: two },
    ];
    for (const options of happened) {
      const data = report(options);
      expect(tasksReport.parse(JSON.parse(JSON.stringify(data)))).toEqual(data);
    }
  });

  it('counts samples, not tasks, in its overall metrics', () => {
    const { benchmark_info, overall_metrics } = report();
    expect(benchmark_info).toMatchObject({ total_tasks: 6, sample_size: 8, execution_mode: 'async' });
    expect(overall_metrics).toMatchObject({ total_tasks: 96, planned_tasks: 96, completed_tasks: 96 });
  });

  it('is the same however often it is built, and for tasks of other names', () => {
    const renamed = TASKS.map((_, i) => `task_${6 - i}`);
    const { tasks, ...rest } = report({ samples: 4 });
    const { tasks: others, ...same } = report({ samples: 4, tasks: renamed });
    expect(same).toEqual(rest);
    expect(others.map(({ comparison }) => comparison)).toEqual(tasks.map(({ comparison }) => comparison));
    expect(report({ samples: 4 })).toEqual({ tasks, ...rest });
  });

  it('has the same effects in whatever order the samples finished', () => {
    const run = buildTasksRun({ samples: 4 });
    const { effect, strata } = buildTasksReport({ ...run, samples: run.samples.toReversed() })
      .comparison_metrics.metrics.time;
    expect(effect).toBeCloseTo(compared({ samples: 4 }).metrics.time.effect ?? Number.NaN, 5);
    expect(strata).toBe(6);
  });

  it('says per class how often samples and attempts failed', () => {
    const { errors } = report({
      tasks: two,
      failure: ({ index }) => (index === 0 ? 'timeout' : null),
      retries: ({ index }) => (index < 3 ? 1 : 0),
    });
    expect(errors).toEqual([
      { kind: 'timeout', count: 1, attempts: 1, limits: { total: 1 }, message: 'no answer within 120 s' },
      { kind: 'connection', count: 0, attempts: 3, message: null },
    ]);
  });
});

describe('the comparison', () => {
  it('is exact where nothing varies', () => {
    const all = compared({ noise: 0, samples: 8 });
    expect(all.time_reduction_percent).toBeCloseTo(40, 1);
    expect(all.token_reduction_percent).toBeCloseTo(50, 1);
    // Quality 0.8 for 0.6 at √(0.6 × 0.5) of the cost.
    expect(all.efficiency_improvement_percent).toBeCloseTo(100 * (0.8 / 0.6 / Math.sqrt(0.3) - 1), 0);
    expect(all.quality_change).toBeCloseTo(0.2, 6);
    expect(all).toMatchObject({ verdict: 'faster', success_change: 0, strata: 6, strata_planned: 6 });
  });

  it('calls three samples of one task too few, and gives its interval all the same', () => {
    const all = compared({ tasks: TASKS.slice(0, 1), samples: 3 });
    expect(all).toMatchObject({ verdict: 'inconclusive', verdict_reason: 'too few samples to tell' });
    expect(all.metrics.time.smallest_p).toBeCloseTo(0.1, 6);
    expect(all.time_reduction_p).toBeGreaterThan(0.05);
    expect(all.time_reduction_ci95).not.toBeNull();
  });

  it.each([1, 0])('gives no percentage for %d samples per arm', (samples) => {
    const all = compared(samples === 0 ? { finished: 0 } : { samples });
    expect(all).toMatchObject({
      time_reduction_percent: null,
      time_reduction_ci95: null,
      time_reduction_p: null,
      efficiency_improvement_percent: null,
      verdict: 'inconclusive',
      strata: 0,
    });
  });

  it('is turned around when the tools are worse', () => {
    const all = compared({ time_ratio: 1.6, token_ratio: 2, quality: { baseline: 0.8, tools: 0.5 } });
    expect(all.time_reduction_percent).toBeLessThan(0);
    expect(all.verdicts).toMatchObject({ time: 'slower', tokens: 'slower', quality: 'slower' });
  });

  it('does not call faster what is paid for with worse answers', () => {
    const all = compared({ quality: { baseline: 0.9, tools: 0.4 } });
    expect(all.metrics.time.verdict).toBe('faster');
    expect(all).toMatchObject({ verdict: 'inconclusive', verdict_reason: 'faster, but with worse answers' });
  });

  it('is invalid where an arm never answered', () => {
    const all = compared({ failure: ({ arm }) => (arm === 'tools' ? 'model' : null) });
    expect(all).toMatchObject({ verdict: 'invalid', verdict_reason: 'no sample of the tools arm succeeded' });
    expect(all.time_reduction_percent).toBeNull();
  });

  it('counts only pairs that both arms have answers of', () => {
    const all = compared({
      failure: ({ task, arm, replicate }) =>
        task === TASKS[0] && arm === 'tools' && replicate > 0 ? 'parse' : null,
    });
    expect(all).toMatchObject({ strata: 5, strata_planned: 6 });
    expect(all.metrics.success.strata).toBe(6);
  });

  it('lets failures lower the efficiency and nothing else', () => {
    const some = compared({ noise: 0, failure: everySecondTool });
    expect(some.time_reduction_percent).toBeCloseTo(40, 1);
    expect(some.efficiency_improvement_percent).toBeCloseTo(100 * (0.4 / 0.6 / Math.sqrt(0.3) - 1), 0);
    expect(some.verdicts.success).toBe('slower');
  });

  it('has no efficiency without grades', () => {
    const all = compared({ is_graded: false, tasks: two });
    expect(all).toMatchObject({ efficiency_improvement_percent: null, quality_change: null });
    expect(all.time_reduction_percent).not.toBeNull();
  });

  it('never goes below the raw p value, and holds its estimate in its interval', () => {
    for (const seed of [1, 2, 3]) {
      const { metrics } = compared({ seed, samples: 4, time_ratio: 0.9, token_ratio: 1 });
      for (const { effect, effect_ci95, p, p_unadjusted } of Object.values(metrics)) {
        expect(p ?? 0).toBeGreaterThanOrEqual(p_unadjusted ?? 1);
        const [low, high] = effect_ci95 ?? [1, 0];
        expect(low <= (effect ?? Number.NaN) && (effect ?? Number.NaN) <= high).toBe(true);
      }
    }
  });

  it('is wider about tasks like these than about these', () => {
    const { effect_ci95, tasks_ci95, tasks_p } = compared({ tasks: two }).metrics.time;
    const width = (ci: readonly [number, number] | null) => (ci ? ci[1] - ci[0] : Number.NaN);
    expect(width(tasks_ci95)).toBeGreaterThan(width(effect_ci95));
    expect(tasks_p).toBeGreaterThan(0.001);
  });
});

describe('warnings', () => {
  const warned = (options: TasksOptions) => report({ tasks: two, samples: 6, ...options }).warnings;

  it('are none in a good run', () => {
    expect(warned({})).toEqual([]);
  });

  it.each<[string, TasksOptions]>([
    ['No language model answered', { is_language_model: false, provider: 'embedded' }],
    ['Tokens are estimated in 24 of 24', { estimated: true }],
    ['Too few samples to tell', { samples: 2 }],
    ['The server worked on a request for 25 % of its latency', { server_share: 0.25 }],
    ['from its prefix cache', { cached_share: 0.5 }],
    ['ended before its schedule did: dead endpoint', { stopped: 'dead endpoint.' }],
    ['The run was interrupted', { interrupted: true, finished: 20 }],
    ['12 of 24 samples failed', { failure: ({ replicate }) => (replicate < 3 ? 'model' : null) }],
    ['The arms failed unequally: 0 of 12 in the baseline arm, 6 of 12', { failure: everySecondTool }],
    ["Nothing is known of the answers' quality", { is_graded: false }],
  ])('say: %s', (text, options) => {
    expect(warned(options)).toEqual([...warned(options)].filter((each) => each !== ''));
    expect(warned(options).join('\n')).toContain(text);
  });

  it('do not blame a queue where only one request is under way', () => {
    expect(warned({ server_share: 0.25, concurrency: 1 })).toEqual([]);
  });
});

describe('rows of samples', () => {
  it('are all of them, in the order of the schedule, failures with their class', () => {
    const run: TasksRun = buildTasksRun({
      tasks: two,
      samples: 2,
      failure: ({ index }) => (index === 3 ? 'parse' : null),
    });
    const rows = sampleRows({ ...run, samples: run.samples.toReversed() });
    expect(rows.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(rows[3]).toMatchObject({
      status: 'failed',
      error_kind: 'parse',
      latency_ms: null,
      duration_ms: null,
    });
    expect(rows[0]).toMatchObject({ status: 'ok', error_kind: null, reason: null });
  });
});
