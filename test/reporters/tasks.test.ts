import { describe, expect, it } from 'vitest';
import { buildTasksReport } from '../../src/analysis/tasks/build-report.ts';
import type { Report } from '../../src/contracts.ts';
import consoleReporter from '../../src/reporters/console.ts';
import csv from '../../src/reporters/csv.ts';
import layout from '../../src/reporters/documents/tasks.ts';
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

/** Kept as files, to be read by eye: a change to them is a change to what users see. */
const RUNS: Record<string, TasksOptions> = {
  tasks: {},
  'tasks-failures': {
    models: ['llama3.2:1b', 'llama3.2:3b'],
    tasks: two,
    samples: 6,
    failure: ({ index, arm, task, model }) => {
      if (model === 'llama3.2:3b' && task === two[1]) return 'model';
      return arm === 'tools' && index % 5 === 0 ? 'timeout' : null;
    },
    retries: ({ index }) => (index % 10 === 3 ? 1 : 0),
  },
  'tasks-few': { tasks: two.slice(0, 1), samples: 3 },
  'tasks-embedded': {
    tasks: two,
    samples: 3,
    provider: 'embedded',
    is_language_model: false,
    provider_reason: 'no model of the profile can be reached',
    models: ['rules'],
    estimated: true,
    server_share: null,
    cached_share: null,
    noise: 0,
  },
  'tasks-interrupted': { tasks: two, finished: 10, interrupted: true },
};

function reportOf(options: TasksOptions): Report {
  const figures = buildTasksReport(buildTasksRun(options));
  // The run itself is left out: the files show what was made of it.
  return { data: { ...figures }, ...layout.layOut(figures, 'tito tasks compare A.json B.json') };
}

describe.each(Object.entries(RUNS))('%s', (name, options) => {
  it.each(Object.entries(FORMATS))('reads as %s', async (ending, { render }) => {
    const text = await render(reportOf(options), { colour: false, unicode: true });
    await expect(text).toMatchFileSnapshot(`../golden/${name}.${ending}`);
  });
});

it('has a row for every task, model and arm, all with the same columns', () => {
  const { rows } = reportOf(RUNS['tasks-failures'] ?? {});
  expect(rows).toHaveLength(2 * 2 * 2);
  const columns = rows.map((row) => Object.keys(row).join());
  expect(new Set(columns).size).toBe(1);
});
