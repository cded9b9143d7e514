import { describe, expect, it } from 'vitest';
import { buildReport } from '../../../src/analysis/build-report.ts';
import { benchmarkReport, comparisonReport } from '../../../src/schema/comparison-report.ts';
import {
  type BenchmarkOptions,
  buildBenchmarkRun,
  buildComparisonRun,
  type ComparisonOptions,
} from '../../support/comparison-runs.ts';
import { STATISTICS } from '../../support/reports.ts';

const compared = (options: ComparisonOptions = {}) =>
  comparisonReport.parse(buildReport(buildComparisonRun(options), STATISTICS));
const benchmarked = (options: BenchmarkOptions = {}) =>
  benchmarkReport.parse(buildReport(buildBenchmarkRun(options), STATISTICS));

describe('the report of a comparison', () => {
  it('has the ratio of B over A with its interval, both latencies and a p value', () => {
    const [only] = compared().comparisons;
    expect(only).toMatchObject({ id: 'parse', verdict: 'slower', pairs: 240, isolates: 4, looks: 4 });
    expect(only?.ratio).toBeCloseTo(1.1, 2);
    expect(only?.ratio_ci95?.[0]).toBeLessThan(only?.ratio ?? 0);
    expect(only?.a_ms?.p50).toBeCloseTo(0.1, 2);
    expect(only?.b_ms?.p50).toBeCloseTo(0.11, 2);
    expect(only?.p).toBeLessThan(0.001);
    expect(only?.isolate_ratios).toHaveLength(4);
  });

  it('follows from the run alone', () => {
    expect(compared()).toEqual(compared());
  });

  it('makes p values more careful the more workloads there are', () => {
    const close = (id: string) => ({ id, a: { call_ms: 0.1 }, b: { call_ms: 0.101 } });
    const options = { isolate_noise: 0.004 };
    const alone = compared({ ...options, workloads: [close('one')] }).comparisons[0];
    const several = compared({
      ...options,
      workloads: [
        close('one'),
        ...['two', 'three'].map((id) => ({ id, a: { call_ms: 1 }, b: { call_ms: 1 } })),
      ],
    });
    expect(alone?.p).toBeGreaterThan(0);
    expect(several.comparisons).toHaveLength(3);
    for (const { p } of several.comparisons) expect(p).toBeLessThanOrEqual(1);
  });

  it('names the commit that A is', () => {
    const { a, b } = compared({ against: { ref: 'HEAD~1', revision: '0123456789ab' } });
    expect([a.revision, b.revision]).toEqual(['0123456789ab', null]);
  });

  it('has no times beside a wrong result, and keeps those before a failure', () => {
    const trouble = { status: 'invalid' as const, reason: 'the results differ' };
    const failure = { status: 'failed' as const, reason: 'it crashed' };
    const { comparisons } = compared({
      workloads: [
        { id: 'wrong', a: { call_ms: 1 }, b: { call_ms: 1, trouble, in_block: 2 } },
        { id: 'failing', a: { call_ms: 1 }, b: { call_ms: 1, trouble: failure, in_block: 2 } },
      ],
    });
    expect(comparisons[0]).toMatchObject({ verdict: 'invalid', ratio: null, a_ms: null, histogram: null });
    expect(comparisons[1]).toMatchObject({ verdict: 'invalid', reason: 'B failed: it crashed' });
    expect(comparisons[1]?.a_ms?.samples).toBeGreaterThan(60);
  });

  it('gives commands their CPU time and memory, and does not ask for one processor', () => {
    const workloads = [{ id: 'node_e_0', shape: 'command' as const, a: { call_ms: 40 }, b: { call_ms: 40 } }];
    const report = compared({ workloads });
    expect(report.comparisons[0]?.a_command?.peak_memory_bytes).toBe(50_000_000);
    expect(report.comparisons[0]?.a_command?.user_ms).toBeCloseTo(32, 0);
    expect(report.warnings.join()).not.toContain('confined');
  });

  it('warns of slices that other programs interrupted', () => {
    expect(compared({ preempted: 0.3 }).comparisons[0]?.warnings).toEqual([
      'other programs interrupted 30 % of its slices.',
    ]);
  });

  it('says that a run was interrupted, and what it did not reach', () => {
    const report = compared({ interrupted: true });
    expect(report.interrupted).toBe(true);
    expect(report.warnings.at(-1)).toContain('interrupted');
  });
});

describe('the report of a benchmark', () => {
  it('has latency, throughput in units, the ratio to the probe and a score', () => {
    const [only] = benchmarked().workloads;
    expect(only).toMatchObject({ id: 'parse', status: 'ok', unit: 'document', isolates: 4, pairs: 160 });
    expect(only?.throughput_per_s).toBeCloseTo(2000 / (only?.latency_ms?.p50 ?? 0), -1);
    expect(only?.probe_ratio).toBeCloseTo(100, -1);
    expect(only?.probe_ratio_ci95?.[0]).toBeLessThan(only?.probe_ratio ?? 0);
    // p90 at 50 times the probe's call, p50 at 200 times.
    expect(only?.score).toBeGreaterThan(50);
    expect(only?.score).toBeLessThan(90);
  });

  it('measures programs and commands in calls and runs, without a score', () => {
    const { workloads } = benchmarked({
      workloads: [
        { id: 'matmul', shape: 'program', subject: { call_ms: 1 } },
        { id: 'train', shape: 'command', subject: { call_ms: 30 } },
      ],
    });
    expect(workloads.map(({ unit, score }) => [unit, score])).toEqual([
      ['call', null],
      ['run', null],
    ]);
    expect(workloads[1]?.command?.peak_memory_bytes).toBe(50_000_000);
  });

  it.each([
    ['failed' as const, 'it crashed'],
    ['invalid' as const, 'check: no'],
    ['skipped' as const, 'no function matmul'],
  ])('says of what %s why, and gives it no ratio', (status, reason) => {
    const trouble = { status, reason };
    const { workloads } = benchmarked({ workloads: [{ id: 'parse', subject: { call_ms: 1, trouble } }] });
    expect(workloads[0]).toMatchObject({ status, reason, probe_ratio: null, latency_ms: null, score: null });
  });
});
