import { describe, expect, it } from 'vitest';
import consoleReporter from '../../src/reporters/console.ts';
import csv from '../../src/reporters/csv.ts';
import github from '../../src/reporters/github.ts';
import json from '../../src/reporters/json.ts';
import junit from '../../src/reporters/junit.ts';
import markdown from '../../src/reporters/markdown.ts';
import { reportRun } from '../../src/workflows/report-run.ts';
import { buildBenchmarkRun, buildComparisonRun } from '../support/comparison-runs.ts';
import { REPOSITORY } from '../support/context.ts';

const FORMATS = {
  'console.txt': consoleReporter,
  json,
  md: markdown,
  csv,
  'github.md': github,
  'junit.xml': junit,
};
const HINT = "Run 'tito report benchmarks/comparison.json --format markdown' for a page to share";
const mismatch = { operation: 'result', step: 'result[0]', expected: '1', got: '2' };

const RUNS = {
  comparison: buildComparisonRun({
    isolates: 2,
    pairs: 30,
    workloads: [{ id: 'parse', a: { call_ms: 0.1 }, b: { call_ms: 0.08 } }],
  }),
  'comparison-several': buildComparisonRun({
    isolates: 8,
    pairs: 10,
    against: { ref: 'main', revision: '0123456789ab' },
    threshold_percent: 5,
    confirmed: 1.1,
    workloads: [
      { id: 'slower', a: { call_ms: 0.1 }, b: { call_ms: 0.11 } },
      { id: 'same', a: { call_ms: 2 }, b: { call_ms: 2 } },
      {
        id: 'wrong',
        a: { call_ms: 1 },
        b: { call_ms: 1, trouble: { status: 'invalid', reason: 'the results differ', mismatch } },
      },
      {
        id: 'failing',
        a: { call_ms: 1, trouble: { status: 'failed', reason: 'it was killed by SIGSEGV' }, in_block: 1 },
        b: { call_ms: 1 },
      },
    ],
  }),
  'comparison-inconclusive': buildComparisonRun({
    isolates: 2,
    pairs: 10,
    isolate_noise: 0.03,
    threshold_percent: 5,
  }),
  'comparison-commands': buildComparisonRun({
    isolates: 2,
    pairs: 10,
    workloads: [{ id: 'node_e_0', shape: 'command', a: { call_ms: 40 }, b: { call_ms: 44 } }],
  }),
  'comparison-interrupted': buildComparisonRun({ isolates: 1, pairs: 8, interrupted: true }),
  benchmark: buildBenchmarkRun({ isolates: 2, pairs: 25 }),
  'benchmark-several': buildBenchmarkRun({
    isolates: 2,
    pairs: 8,
    workloads: [
      { id: 'matmul', shape: 'program', subject: { call_ms: 2 } },
      {
        id: 'parse',
        subject: {
          call_ms: 0.01,
          trouble: { status: 'failed', reason: 'it took longer than 10 s' },
          in_block: 1,
        },
      },
      {
        id: 'relu',
        shape: 'program',
        subject: { call_ms: 1, trouble: { status: 'skipped', reason: 'no relu yet' } },
      },
      { id: 'node_e_0', shape: 'command', subject: { call_ms: 40 } },
    ],
  }),
};

describe.each(Object.entries(RUNS))('%s', (name, run) => {
  it.each(Object.entries(FORMATS))('reads as %s', async (ending, { render }) => {
    const { report } = await reportRun(REPOSITORY, run, HINT);
    const text = await render(report, { colour: false, unicode: true });
    await expect(text).toMatchFileSnapshot(`../golden/${name}.${ending}`);
  });
});

it('reads on a narrow terminal without Unicode', async () => {
  const { report } = await reportRun(REPOSITORY, RUNS['comparison-several'], HINT);
  const text = await consoleReporter.render(report, { colour: false, unicode: false, columns: 40 });
  expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  await expect(text).toMatchFileSnapshot('../golden/comparison-narrow.console.txt');
});
