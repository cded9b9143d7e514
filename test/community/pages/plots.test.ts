import { describe, expect, it } from 'vitest';
import { callTimes } from '../../../community/pages/facts/call-times.ts';
import { plotsOf } from '../../../community/pages/facts/run-plots.ts';
import { duration, figure, percent, size, trimmed } from '../../../community/pages/numbers.ts';
import { logScale } from '../../../community/pages/plots/log-scale.ts';
import { buildReport } from '../../../src/analysis/build-report.ts';
import { loadStatistics } from '../../../src/workflows/report-run.ts';
import { buildCapstoneRun } from '../../support/capstone-runs.ts';
import { REPOSITORY } from '../../support/context.ts';
import { buildRun } from '../../support/runs.ts';

const statistics = await loadStatistics(REPOSITORY);

describe('call times', () => {
  it('are counted, each once', () => {
    const times = callTimes([
      { label: 'a', calls_ms: [[1, 2, 3], [4]] },
      { label: 'b', calls_ms: [Array.from({ length: 1000 }, (_, i) => 1 + i / 100)] },
      { label: 'never', calls_ms: [] },
    ]);
    expect(times?.rows.map(({ label }) => label)).toEqual(['a', 'b']);
    for (const { counts, slower, calls } of times?.rows ?? [])
      expect(counts.reduce((sum, n) => sum + n, 0) + slower).toBe(calls);
    expect(times?.rows[1]?.median_ms).toBeCloseTo(6, 0);
  });

  it('survive what can not be drawn', () => {
    expect(callTimes([])).toBeNull();
    expect(callTimes([{ label: 'a', calls_ms: [[0, Number.NaN, -1]] }])).toBeNull();
    const same = callTimes([{ label: 'a', calls_ms: [[2, 2, 2]] }]);
    expect(same && same.to_ms / same.from_ms).toBeCloseTo(2);
  });
});

describe('plots of a saved run', () => {
  it('say of a capstone what its report says', () => {
    const run = buildCapstoneRun({ speedup: 2, sizes: { baseline: 40_000, optimized: 10_000 } });
    const report = { ...buildReport(run, statistics), run };
    const plots = plotsOf(JSON.parse(JSON.stringify(report)));
    const { speed } = JSON.parse(JSON.stringify(report)).tracks;
    expect(plots?.ratios[0]).toEqual({
      label: 'Speed, one image',
      ratio: speed.speedup,
      ci95: speed.speedup_ci95,
    });
    expect(plots?.ratios.find(({ label }) => label === 'Size')).toMatchObject({ ratio: 4, ci95: null });
    expect(plots?.models.map(({ label, bytes }) => [label, bytes])).toEqual([
      ['Before', 40_000],
      ['After', 10_000],
    ]);
    expect(plots?.calls?.rows.map(({ label }) => label)).toEqual(['Before', 'After']);
  });

  it('say of a baseline how it stands beside the yardstick', () => {
    const run = buildRun({ slower: { matmul: 3 } });
    const plots = plotsOf(JSON.parse(JSON.stringify({ ...buildReport(run, statistics), run })));
    const matmul = plots?.ratios.find(({ label }) => label === 'Matrix Multiply');
    expect(matmul?.ratio).toBeGreaterThan(2);
    expect(plots?.calls?.rows.length).toBe(3);
    expect(plots?.models).toEqual([]);
  });

  it('are none of a document that is none', () => {
    for (const document of [null, 7, {}, { benchmark_type: 'capstone' }, { kind: 'capstone', score: 3 }])
      expect(plotsOf(document)).toBeNull();
  });
});

describe('an axis', () => {
  it('has a few marks within its ends, in order', () => {
    for (const [low, high] of [
      [0.8, 1.25],
      [0.02, 5000],
      [1, 1e9],
      [9_000, 50_000],
    ] as const) {
      const { at, ticks } = logScale(low, high, 10, 300);
      expect(ticks.length, `${low} to ${high}`).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.map(at)).toEqual(ticks.map(at).sort((a, b) => a - b));
      expect(at(low)).toBeCloseTo(10);
      expect(at(high)).toBeCloseTo(310);
    }
  });
});

describe('numbers', () => {
  it('are written with three digits in the unit that suits them', () => {
    expect([figure(1.2), figure(0.0123), figure(1234), figure(99.96), figure(0)]).toEqual([
      '1.20',
      '0.0123',
      '1,230',
      '100',
      '0',
    ]);
    expect([duration(0.0312), duration(6.4), duration(2500), duration(1e-9)]).toEqual([
      '31.2 µs',
      '6.40 ms',
      '2.50 s',
      '0.00100 ns',
    ]);
    expect([size(9), size(41_000), size(2.5e9)]).toEqual(['9.00 bytes', '41.0 kB', '2.50 GB']);
    expect([trimmed('10.0 kB'), trimmed('1.50 ms'), trimmed('200 µs')]).toEqual([
      '10 kB',
      '1.5 ms',
      '200 µs',
    ]);
  });

  it('never round a share to nothing or to everything', () => {
    expect([0, 0.001, 0.5, 0.999, 1].map(percent)).toEqual(['0 %', '< 1 %', '50 %', '> 99 %', '100 %']);
  });
});
