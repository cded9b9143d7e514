import { describe, expect, it } from 'vitest';
import { buildHistoryReport } from '../../src/analysis/history/build-report.ts';
import { type HistoryPoint, pointsOf } from '../../src/analysis/history/points.ts';
import type { Report } from '../../src/contracts.ts';
import consoleReporter from '../../src/reporters/console.ts';
import csv from '../../src/reporters/csv.ts';
import history from '../../src/reporters/documents/history.ts';
import github from '../../src/reporters/github.ts';
import json from '../../src/reporters/json.ts';
import junit from '../../src/reporters/junit.ts';
import markdown from '../../src/reporters/markdown.ts';
import { buildBenchmarkRun } from '../support/comparison-runs.ts';
import { buildRun } from '../support/runs.ts';
import { later, onMachine } from '../support/saved-runs.ts';

const FORMATS = {
  'console.txt': consoleReporter,
  md: markdown,
  csv,
  json,
  'junit.xml': junit,
  'github.md': github,
};
const HINT = 'Compare two of them';
/** Between -1 and 1, without a pattern. */
const noise = (i: number) => Math.sin(i * i * 12.9898 + i);

function pointsFrom(i: number, matmul: number): HistoryPoint[] {
  const slower = { matmul: matmul * (1 + 0.01 * noise(i + 1)), tensor_ops: 5, forward_pass: 2 };
  const run = buildRun({ seed: i + 1, isolates: 2, pairs: 12, calls: 6, noise: 0.003, slower });
  run.subject.revision = `${i}`.padEnd(40, 'c0ffee');
  return pointsOf(`benchmarks/baseline_${i}.json`, later(run, 10 * i)).points;
}

const stepped = () => Array.from({ length: 14 }, (_, i) => pointsFrom(i, i < 8 ? 3 : 3.45)).flat();
const others = () => [
  ...[0, 1].flatMap((i) => {
    const run = later(buildBenchmarkRun({ seed: i + 1, isolates: 2, pairs: 12 }), 300 + i);
    return pointsOf(`benchmarks/benchmark_${i}.json`, run).points;
  }),
  ...pointsOf('benchmarks/baseline_x.json', onMachine(later(buildRun(), 400), { cpu: 'Other CPU' })).points,
];

const laidOut = (
  points: readonly HistoryPoint[],
  threshold_percent: number | null,
  warnings: string[],
): Report => {
  const data = buildHistoryReport({
    points,
    timestamp: '2026-02-01T00:00:00.000Z',
    threshold_percent,
    warnings,
  });
  return { data: { ...data }, ...history.layOut(data, HINT) };
};

/** Kept as files, to be read by eye: a change to them is a change to what users see. */
const REPORTS: Record<string, () => Report> = {
  history: () =>
    laidOut([...stepped(), ...others()], 5, [
      'benchmarks/broken.json is damaged: Unexpected end of JSON input.',
    ]),
  'history-short': () => laidOut(pointsFrom(1, 3), null, []),
};

describe.each(Object.entries(REPORTS))('%s', (name, build) => {
  it.each(Object.entries(FORMATS))('reads as %s', async (ending, { render }) => {
    const text = await render(build(), { colour: false, unicode: true });
    await expect(text).toMatchFileSnapshot(`../golden/${name}.${ending}`);
  });
});

describe('a history', () => {
  it('is drawn in plain characters on a terminal without others', async () => {
    const text = await consoleReporter.render(laidOut(stepped(), null, []), {
      colour: false,
      unicode: false,
    });
    expect(text).toMatch(/matmul \(14\) +[.:]{8}\|[%@]{6} /);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: everything that is not ASCII
    expect(text).not.toMatch(/[^\u0000-\u007f]/);
  });
});
