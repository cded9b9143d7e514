import { describe, expect, it } from 'vitest';
import { buildSavedReport } from '../../../src/analysis/comparison/saved-report.ts';
import { pointsOf } from '../../../src/analysis/history/points.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { buildBenchmarkRun } from '../../support/comparison-runs.ts';
import { drifted, later } from '../../support/saved-runs.ts';

/** What the machine's speed differs by between runs, and what remains of it once the probe is divided out. */
const DRIFT = 0.04;
const RESIDUALS = { dense: 0.006, strings: 0.024 };
const PAIRS = 50;

/** Runs of one code at ever other moments. */
function moments(residual: number, seed: number) {
  const random = seededRandom(seed);
  const gauss = () => Array.from({ length: 12 }, random.next).reduce((sum, x) => sum + x, -6);
  let minutes = 0;
  return (slower = 1) => {
    minutes += 30;
    const call_ms = 0.1 * slower * Math.exp(residual * gauss());
    const workloads = [{ id: 'parse', subject: { call_ms } }];
    const run = buildBenchmarkRun({ seed: minutes, pairs: 16, workloads });
    return later(drifted(run, Math.exp(DRIFT * gauss())), minutes);
  };
}

/** How many of 50 pairs fail a gate of 5 %, with so many saved runs before. */
function gates(residual: number, runs: number, slower: number): number {
  const next = moments(residual, 11);
  const history = Array.from({ length: runs }, (_, i) => pointsOf(`h${i}.json`, next()).points).flat();
  const failed = Array.from({ length: PAIRS }, () => {
    const [a, b] = [next(), next(slower)];
    const input = { history, workloads: [], margin: 0.01, threshold_percent: 5, statistics: [] };
    return buildSavedReport({ a: { file: 'a', run: a }, b: { file: 'b', run: b }, ...input }).gate.failed;
  });
  return failed.filter(Boolean).length;
}

describe.each(Object.entries(RESIDUALS))('50 pairs of saved runs, %s', (_, residual) => {
  it.each([0, 12])('never fail a gate of 5 % where the code is the same, after %i saved runs', (runs) => {
    expect(gates(residual, runs, 1)).toBe(0);
  });
});

describe('a gate of 5 % on saved runs', () => {
  it('finds +10 % of dense code once the history tells how little runs differ', () => {
    expect(gates(RESIDUALS.dense, 12, 1.1)).toBeGreaterThan(0.9 * PAIRS);
  });

  it('finds +25 % of anything with a history, +45 % without one', () => {
    expect(gates(RESIDUALS.strings, 12, 1.25)).toBeGreaterThan(0.9 * PAIRS);
    expect(gates(RESIDUALS.strings, 0, 1.45)).toBeGreaterThan(0.9 * PAIRS);
  });

  it('says nothing of +15 % where no history tells how much runs differ', () => {
    expect(gates(RESIDUALS.strings, 0, 1.15)).toBe(0);
  });
});
