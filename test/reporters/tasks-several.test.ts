import { describe, expect, it } from 'vitest';
import { aggregateRuns } from '../../src/analysis/tasks/aggregate-runs.ts';
import { compareModels } from '../../src/analysis/tasks/compare-models.ts';
import { compareRuns } from '../../src/analysis/tasks/compare-runs.ts';
import type { Layout, Report } from '../../src/contracts.ts';
import consoleReporter from '../../src/reporters/console.ts';
import csv from '../../src/reporters/csv.ts';
import aggregate from '../../src/reporters/documents/tasks_aggregate.ts';
import comparison from '../../src/reporters/documents/tasks_comparison.ts';
import models from '../../src/reporters/documents/tasks_models.ts';
import github from '../../src/reporters/github.ts';
import json from '../../src/reporters/json.ts';
import junit from '../../src/reporters/junit.ts';
import markdown from '../../src/reporters/markdown.ts';
import { buildTasksRun, TASKS, type TasksOptions } from '../support/tasks-runs.ts';

const FORMATS = {
  'console.txt': consoleReporter,
  md: markdown,
  csv,
  json,
  'junit.xml': junit,
  'github.md': github,
};
const two = TASKS.slice(0, 2);
const HINT = 'Look at one of them: tito report RUN.json';

const named = (seed: number, options: TasksOptions = {}) => ({
  file: `benchmarks/tasks_2026013${seed}_120000.json`,
  run: buildTasksRun({ tasks: two, samples: 4, seed, ...options }),
});
const laidOut = <T extends Record<string, unknown>>(data: T, layout: Layout<T>): Report => ({
  data: { ...data },
  ...layout.layOut(data, HINT),
});

/** Kept as files, to be read by eye: a change to them is a change to what users see. */
const REPORTS: Record<string, () => Report> = {
  'tasks-models': () => {
    const run = buildTasksRun({ tasks: two, samples: 4, models: ['llama3.2:1b', 'llama3.2:3b'] });
    const ids = run.plan.models.map(({ id }) => id);
    return laidOut(compareModels(run, ids, 'benchmarks/tasks_20260131_120000.json'), models);
  },
  'tasks-aggregate': () =>
    laidOut(aggregateRuns([named(1), named(2, { time_ratio: 0.7 }), named(3, { samples: 8 })]), aggregate),
  'tasks-comparison': () => laidOut(compareRuns(named(1), named(2, { time_ratio: 0.9 }), 5), comparison),
};

describe.each(Object.entries(REPORTS))('%s', (name, build) => {
  it.each(Object.entries(FORMATS))('reads as %s', async (ending, { render }) => {
    const text = await render(build(), { colour: false, unicode: true });
    await expect(text).toMatchFileSnapshot(`../golden/${name}.${ending}`);
  });
});

it('has rows of numbers that all have the same columns, and no interval as text', () => {
  for (const build of Object.values(REPORTS)) {
    const { rows } = build();
    expect(new Set(rows.map((row) => Object.keys(row).join())).size).toBe(1);
    expect(rows.flatMap((row) => Object.values(row)).join('|')).not.toContain(' to ');
  }
});
