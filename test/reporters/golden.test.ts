import { describe, expect, it } from 'vitest';
import consoleReporter from '../../src/reporters/console.ts';
import csv from '../../src/reporters/csv.ts';
import json from '../../src/reporters/json.ts';
import markdown from '../../src/reporters/markdown.ts';
import type { CapstoneRun } from '../../src/schema/capstone-run.ts';
import { reportRun } from '../../src/workflows/report-run.ts';
import { buildCapstoneRun } from '../support/capstone-runs.ts';
import { REPOSITORY } from '../support/context.ts';
import { buildRun, type RunOptions } from '../support/runs.ts';

const FORMATS = { 'console.txt': consoleReporter, md: markdown, csv, json };
const HINT = "Run 'tito benchmark capstone' after Module 20 for full benchmarks";
const small = { isolates: 2, pairs: 12, calls: 20, noise: 0.003 };
const slower = { tensor_ops: 5.1, matmul: 1.1, forward_pass: 2.4 };

const quick = {
  isolates: 2,
  pairs: 10,
  calls: 20,
  noise: 0.003,
  images: 200,
  wrong: { baseline: 11, optimized: 12 },
};

function edited(change: (run: CapstoneRun) => void): CapstoneRun {
  const run = buildCapstoneRun(quick);
  change(run);
  return run;
}

/** Runs whose reports are kept as files, to be read by eye: a change to them is a change to what users see. */
const RUNS: Record<string, RunOptions> = {
  baseline: { ...small, slower },
  'without-subject': { ...small, score_basis: 'profile', expected: 0.8, subject_name: 'tito-reference' },
  'wrong-result': {
    ...small,
    slower,
    troubles: {
      matmul: {
        status: 'invalid',
        reason: 'matmul is wrong',
        mismatch: {
          operation: 'matmul',
          step: 'product',
          expected: '-12.53125',
          got: '3.046875 (index 1; 16256 of 16384 wrong)',
        },
      },
    },
  },
  skipped: {
    ...small,
    slower,
    troubles: {
      forward_pass: { status: 'skipped', reason: 'tinytorch/core/layers.py is missing: build module 03' },
    },
  },
  interrupted: { ...small, slower, finished_blocks: 2 },
};

/** The same for capstones: a run and what went wrong with it. */
const CAPSTONES: Record<string, CapstoneRun> = {
  capstone: buildCapstoneRun(quick),
  'capstone-track': buildCapstoneRun({ ...quick, tracks: ['speed'] }),
  'capstone-failed': edited((run) => {
    Object.assign(run, { test: null, blocks: [] });
    const [baseline, optimized] = run.models;
    Object.assign(baseline ?? {}, { status: 'failed', reason: 'baseline(data): ValueError: shapes differ' });
    Object.assign(optimized ?? {}, { status: 'skipped', reason: 'it needs the baseline', predictions: null });
    for (const model of run.models) {
      model.predictions = null;
      model.serialized = { status: 'skipped', encoding: null, size_bytes: null, sha256: null };
    }
  }),
  'capstone-invalid': edited((run) => {
    for (const { phases, contenders } of run.blocks) {
      for (const each of contenders) if (each.id === 'optimized') each.changed = 12;
      for (const each of phases[0]?.contenders ?? []) each.changed = Math.floor(each.predicted / 3);
    }
  }),
  'capstone-interrupted': edited((run) => {
    Object.assign(run, { interrupted: true, blocks: [] });
  }),
};

describe.each(Object.entries(CAPSTONES))('%s', (name, run) => {
  it.each(Object.entries(FORMATS))('reads as %s', async (ending, { render }) => {
    const { report } = await reportRun(
      REPOSITORY,
      run,
      'Submit to leaderboard: tito community submit --benchmark',
    );
    const text = await render(report, { colour: false, unicode: true });
    await expect(text).toMatchFileSnapshot(`../golden/${name}.${ending}`);
  });
});

describe.each(Object.entries(RUNS))('%s', (name, options) => {
  it.each(Object.entries(FORMATS))('reads as %s', async (ending, { render }) => {
    const { report } = await reportRun(REPOSITORY, buildRun(options), HINT);
    const text = await render(report, { colour: false, unicode: true });
    await expect(text).toMatchFileSnapshot(`../golden/${name}.${ending}`);
  });
});
