import { describe, expect, it } from 'vitest';
import { aggregateRuns } from '../../../src/analysis/tasks/aggregate-runs.ts';
import { tasksAggregate } from '../../../src/schema/tasks-aggregate.ts';
import { buildTasksRun, TASKS, type TasksOptions } from '../../support/tasks-runs.ts';

const two = TASKS.slice(0, 2);
const named = (seed: number, options: TasksOptions = {}) => ({
  file: `${seed}.json`,
  run: buildTasksRun({ tasks: two, samples: 4, seed, ...options }),
});
const aggregate = (...options: TasksOptions[]) => aggregateRuns(options.map((each, i) => named(i + 1, each)));

describe('several runs', () => {
  it('have the shape that the schema states, whatever happened', () => {
    const happened: TasksOptions[][] = [
      [{}, {}, {}],
      [{ samples: 1 }, { samples: 1 }],
      [{ finished: 0, interrupted: true }, { failure: () => 'timeout' }],
      [{ is_graded: false }, { is_graded: false, estimated: true }],
      [{ models: ['a'] }, { models: ['b'] }],
    ];
    for (const options of happened) {
      const data = aggregate(...options);
      expect(tasksAggregate.parse(JSON.parse(JSON.stringify(data)))).toEqual(data);
    }
  });

  it('with the same planted effect have it pooled, more surely than one of them', () => {
    const { pooled, runs } = aggregate({}, {}, {}, {}, {}, {});
    const { estimate, ci95, runs: counted, verdict } = pooled?.token_reduction_percent ?? {};
    const width = (interval?: readonly [number, number] | null) =>
      interval ? interval[1] - interval[0] : Number.NaN;
    expect({ counted, verdict }).toEqual({ counted: 6, verdict: 'faster' });
    expect(Math.abs((estimate ?? 0) - 50)).toBeLessThan(8);
    expect(width(ci95)).toBeLessThan(width(runs[0]?.comparison_metrics.token_reduction_ci95));
  });

  it('that contradict each other are not averaged into certainty', () => {
    const better = { noise: 0.02, time_ratio: 0.5 };
    const worse = { noise: 0.02, time_ratio: 1.5 };
    const { pooled, runs } = aggregate(better, worse, better, worse);
    expect(runs.map(({ comparison_metrics }) => comparison_metrics.verdicts.time)).toEqual([
      'faster',
      'slower',
      'faster',
      'slower',
    ]);
    expect(pooled?.time_reduction_percent.verdict).toBe('inconclusive');
    expect(pooled?.time_reduction_percent.between_runs_sd).toBeGreaterThan(0.5);
  });

  it('count only what all of them asked, and say what is left out', () => {
    const { tasks, models, runs, warnings } = aggregate(
      { tasks: TASKS, models: ['a', 'b'] },
      { models: ['b', 'c'] },
    );
    expect({ tasks, models }).toEqual({ tasks: [...two], models: ['b'] });
    expect(runs.map(({ overall_metrics }) => overall_metrics.total_tasks)).toEqual([16, 16]);
    expect(warnings.join('\n')).toMatch(/these models, which are left out: a, c/);
    expect(warnings.join('\n')).toMatch(/these tasks, which are left out: context_analysis/);
  });

  it('with nothing in common are listed, and nothing is pooled', () => {
    const { pooled, runs, warnings } = aggregate({ models: ['a'] }, { models: ['b'] });
    expect(pooled).toBeNull();
    expect(runs).toHaveLength(2);
    expect(warnings[0]).toContain('nothing is pooled');
  });

  it('say in what they differ, and which did not come to their end', () => {
    const other = named(2, { finished: 10, interrupted: true, concurrency: 8 });
    const { warnings } = aggregateRuns([named(1), other]);
    expect(warnings).toContain('The runs differ in requests at a time: 4; 8.');
    expect(warnings).toContain('These runs did not come to their end: 2.json.');
  });

  it('stand in the order in which they were started', () => {
    const earlier = named(2);
    earlier.run.started_at = '2025-01-01T00:00:00.000Z';
    expect(aggregateRuns([named(1), earlier]).runs.map(({ file }) => file)).toEqual(['2.json', '1.json']);
  });

  it('that never failed have a success interval all the same, and two runs none of the next', () => {
    const { pooled } = aggregate({}, {});
    const [low, high] = pooled?.arms.tools.success_rate_ci95 ?? [];
    expect(low).toBeLessThan(1);
    expect(high).toBe(1);
    expect(pooled?.success_change.ci95).not.toEqual([0, 0]);
    expect(pooled?.time_reduction_percent.next_run95).toBeNull();
  });
});
