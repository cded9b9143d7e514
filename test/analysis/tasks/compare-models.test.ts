import { describe, expect, it } from 'vitest';
import { compareModels } from '../../../src/analysis/tasks/compare-models.ts';
import { ARMS } from '../../../src/schema/task.ts';
import { modelsReport } from '../../../src/schema/tasks-models.ts';
import { COMPARED } from '../../../src/schema/tasks-report.ts';
import type { TasksRun } from '../../../src/schema/tasks-run.ts';
import { buildTasksRun, TASKS, type TasksOptions } from '../../support/tasks-runs.ts';

const two = TASKS.slice(0, 2);

/** One model's samples, dealt to several that so are one and the same. */
function equalModels(ids: readonly string[], options: TasksOptions = {}): TasksRun {
  const samples = options.samples ?? 8;
  const run = buildTasksRun({ ...options, models: ['one'], samples: samples * ids.length });
  const [planned] = run.plan.models;
  if (!planned) throw new RangeError('A run has a model.');
  return {
    ...run,
    plan: { ...run.plan, samples, models: ids.map((id) => ({ ...planned, id, model: id })) },
    samples: run.samples.map((sample) => ({ ...sample, model: ids[sample.replicate % ids.length] ?? '' })),
  };
}

const compare = (run: TasksRun, ...ids: string[]) => compareModels(run, ids, 'run.json');

describe('models of one run', () => {
  it('are compared in all pairs, in the shape that the schema states', () => {
    const run = buildTasksRun({ models: ['a', 'b', 'c'], tasks: two, samples: 4 });
    const report = compare(run, 'c', 'a', 'b');
    expect(report.pairs.map(({ first, second }) => `${first} ${second}`)).toEqual(['c a', 'c b', 'a b']);
    expect(report.models.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
    expect(modelsReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    expect(compare(run, 'c', 'a', 'b')).toEqual(report);
  });

  it('have the difference that was planted, in both arms', () => {
    const run = buildTasksRun({ models: ['a', 'b'], noise: 0, tasks: two });
    // Times and tokens of the second model are 4 / 1 and 5 / 2 of the first's.
    const slower = 100 * (1 - Math.sqrt(4 * 2.5));
    for (const arm of ARMS) {
      const [pair] = compare(run, 'a', 'b').pairs;
      expect(pair?.arms[arm].time_reduction_percent).toBeCloseTo(slower, 0);
      expect(pair?.arms[arm].token_reduction_percent).toBeCloseTo(slower, 0);
      expect(pair?.arms[arm].verdicts).toMatchObject({ time: 'slower', tokens: 'slower', quality: 'same' });
    }
  });

  it('are told which way round it is by the order of their names', () => {
    const run = buildTasksRun({ models: ['a', 'b'], tasks: two });
    const effect = (...ids: string[]) => compare(run, ...ids).pairs[0]?.arms.tools.metrics.time.effect;
    expect(effect('b', 'a')).toBeCloseTo(-(effect('a', 'b') ?? Number.NaN), 5);
    expect(compare(run, 'b', 'a').pairs[0]?.arms.tools.verdict).toBe('faster');
  });

  it('count only samples of their own', () => {
    const run = buildTasksRun({ models: ['a', 'b', 'c'], tasks: two, samples: 3 });
    const report = compare(run, 'a', 'b');
    expect(report.models.map(({ arms }) => arms.baseline.total_tasks)).toEqual([6, 6]);
    expect(report.benchmark_info.models).toEqual(['a', 'b']);
  });

  it('with three samples of one task are too few to tell', () => {
    const [pair] = compare(buildTasksRun({ models: ['a', 'b'], tasks: ['one'], samples: 3 }), 'a', 'b').pairs;
    expect(pair?.arms.baseline).toMatchObject({
      verdict: 'inconclusive',
      verdict_reason: 'too few samples to tell',
    });
    expect(pair?.arms.baseline.time_reduction_ci95).not.toBeNull();
  });

  it('can not be compared where one of them never answered', () => {
    const failure = ({ model }: { model: string }) => (model === 'b' ? ('model' as const) : null);
    const [pair] = compare(buildTasksRun({ models: ['a', 'b'], tasks: two, failure }), 'a', 'b').pairs;
    expect(pair?.arms.tools).toMatchObject({
      verdict: 'invalid',
      verdict_reason: 'no sample of b succeeded',
    });
  });

  it('have p values by Holm over all pairs and metrics of an arm', () => {
    const ids = ['a', 'b', 'c'];
    const { pairs } = compare(equalModels(ids, { tasks: two }), ...ids);
    const metrics = pairs.flatMap(({ arms }) => COMPARED.map((name) => arms.baseline.metrics[name]));
    const tested = metrics.filter(({ p }) => p !== null);
    const smallest = Math.min(...tested.map(({ p_unadjusted }) => p_unadjusted ?? 1));
    // Success does not vary, so four metrics of three pairs are a family of twelve.
    const varied = tested.length - pairs.length;
    expect(varied).toBe(12);
    expect(Math.min(...tested.map(({ p }) => p ?? 1))).toBeCloseTo(Math.min(1, varied * smallest), 4);
  });

  it('that are one and the same are hardly ever called different, however many pairs they make', () => {
    const ids = ['a', 'b', 'c'];
    const runs = Array.from({ length: 12 }, (_, i) =>
      equalModels(ids, { seed: i + 1, tasks: ['one'], samples: 6 }),
    );
    const wrong = runs.filter((run) =>
      compare(run, ...ids).pairs.some(({ arms }) =>
        COMPARED.some((name) => (arms.tools.metrics[name].p ?? 1) <= 0.05),
      ),
    );
    expect(wrong.length).toBeLessThanOrEqual(2);
  });
});
