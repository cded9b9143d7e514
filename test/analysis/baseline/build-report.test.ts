import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselineReport } from '../../../src/schema/baseline-report.ts';
import { figures, figuresOf, workloadOf } from '../../support/reports.ts';
import { buildRun, type RunOptions, type Trouble, type WORKLOADS } from '../../support/runs.ts';

const trouble = fc.record({
  status: fc.constantFrom('failed' as const, 'invalid' as const, 'skipped' as const),
  reason: fc.string(),
});
const anyRun: fc.Arbitrary<RunOptions> = fc.record(
  {
    seed: fc.nat(),
    slower: fc.record({ matmul: fc.double({ min: 0.001, max: 1e4, noNaN: true }) }),
    troubles: fc.record(
      { matmul: trouble, tensor_ops: trouble, forward_pass: trouble },
      { requiredKeys: [] },
    ),
    yardstick_troubles: fc.record({ matmul: trouble }, { requiredKeys: [] }),
    isolates: fc.integer({ min: 1, max: 4 }),
    pairs: fc.integer({ min: 1, max: 30 }),
    calls: fc.integer({ min: 0, max: 30 }),
    score_basis: fc.constantFrom('yardstick', 'profile'),
    expected: fc.constantFrom(null, 0.01, 1),
    noise: fc.constantFrom(0, 0.02, 1),
    finished_blocks: fc.constantFrom(0, 1, 4, Number.POSITIVE_INFINITY),
  },
  { requiredKeys: [] },
);

describe('the report', () => {
  it('is valid for whatever a run holds', () => {
    fc.assert(
      fc.property(anyRun, (options) => {
        expect(() => baselineReport.parse(figures(options))).not.toThrow();
      }),
      { numRuns: 50 },
    );
  });

  it('is the same for the same run, also after it went through a file', () => {
    fc.assert(
      fc.property(anyRun, (options) => {
        const run = buildRun(options);
        const before = structuredClone(run);
        const report = figuresOf(run);
        expect(figuresOf(JSON.parse(JSON.stringify(run)))).toEqual(report);
        expect(run).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });

  it('repeats times and score flat', () => {
    const report = figures();
    expect(report.metrics).toEqual({
      ...Object.fromEntries(report.workloads.map(({ id, latency_ms }) => [`${id}_ms`, latency_ms?.p50])),
      score: report.score,
    });
  });
});

describe('the score', () => {
  it('is the weighted mean of the workloads', () => {
    const run = buildRun({ slower: { matmul: 25, tensor_ops: 2, forward_pass: 2 } });
    for (const workload of run.plan.workloads) workload.weight = workload.id === 'matmul' ? 2 : 1;
    // 90 at twice the yardstick's time and 50 at 25 times, by the published control points.
    const expected = (2 * 50 + 90 + 90) / 4;
    expect(Math.abs((figuresOf(run).score ?? 0) - expected)).toBeLessThanOrEqual(1);
  });

  it('lies in its interval', () => {
    const { score, score_interval } = figures({ slower: { matmul: 6 } });
    expect(score_interval?.[0]).toBeLessThanOrEqual(score ?? Number.NaN);
    expect(score_interval?.[1]).toBeGreaterThanOrEqual(score ?? Number.NaN);
  });

  it.each(['failed', 'invalid', 'skipped'] as const)('is null where one workload is %s', (status) => {
    const { score, score_interval, workloads } = figures({
      troubles: { matmul: { status, reason: 'because' } },
    });
    expect({ score, score_interval }).toEqual({ score: null, score_interval: null });
    expect(workloads.filter((workload) => workload.score !== null)).toHaveLength(2);
  });

  it('is null where an interruption left a workload out', () => {
    expect(figures({ finished_blocks: 2 })).toMatchObject({ score: null, interrupted: true });
  });

  it('says that it compares with the yardstick', () => {
    expect(figures().score_basis).toBe('yardstick');
  });

  it('compares with the profile where nothing ran beside the subject, and says so', () => {
    const report = figures({ score_basis: 'profile', expected: 0.5 });
    expect(report.score_basis).toBe('profile');
    expect(workloadOf(report, 'matmul').yardstick_ms).toBeNull();
    expect(workloadOf(report, 'matmul').ratio).toBeCloseTo(2, 1);
  });

  it('against the profile goes by control points of its own', () => {
    const scored = (expected: number) =>
      figures({ score_basis: 'profile', expected, noise: 0 }).score ?? Number.NaN;
    expect(Math.abs(scored(1) - 90)).toBeLessThanOrEqual(1);
    expect(Math.abs(scored(1 / 3) - 50)).toBeLessThanOrEqual(1);
  });

  it('is null where the profile expects nothing, and a warning says why', () => {
    const report = figures({ score_basis: 'profile', expected: null });
    expect(report.score).toBeNull();
    expect(report.warnings.join()).toContain("the profile 'medium' does not say what time to expect");
  });
});

describe('the set-up', () => {
  const verified = (troubles: Partial<Record<(typeof WORKLOADS)[number], Trouble>>) =>
    figures({ troubles }).setup_verified;
  const is = (status: Trouble['status']): Trouble => ({ status, reason: 'because' });

  it('is verified however slow it is', () => {
    expect(figures({ slower: { tensor_ops: 500, matmul: 500, forward_pass: 500 } }).setup_verified).toBe(
      true,
    );
  });

  it('is verified where something is not built yet and the rest is right', () => {
    expect(verified({ matmul: is('skipped') })).toBe(true);
  });

  it.each(['failed', 'invalid'] as const)('is not verified where something is %s', (status) => {
    expect(verified({ matmul: is(status) })).toBe(false);
  });

  it('is not verified where nothing is built', () => {
    const skipped = is('skipped');
    expect(verified({ tensor_ops: skipped, matmul: skipped, forward_pass: skipped })).toBe(false);
  });

  it('is not verified where something was not reached', () => {
    expect(figures({ finished_blocks: 2 }).setup_verified).toBe(false);
  });
});
