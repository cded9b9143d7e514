import { describe, expect, it } from 'vitest';
import type { CapstoneRun } from '../../../src/schema/capstone-run.ts';
import { contendersOf, edited, phasesOf } from '../../support/edited.ts';
import { capstoneFigures, capstoneFiguresOf } from '../../support/reports.ts';

const efficiencyOf = (run: CapstoneRun) => capstoneFiguresOf(run).tracks.efficiency;
const exact = { noise: 0 };

describe('memory', () => {
  it('is counted above idle, the median over isolates', () => {
    const run = edited((change) => {
      for (const [i, each] of contendersOf(change, 'optimized').entries()) {
        each.peak_bytes = 40_000_000 + ([3_000_000, 4_000_000, 9_000_000][i] ?? 0);
      }
    });
    const { peak_memory_bytes, baseline_peak_memory_bytes, memory_ratio, memory_ratio_ci95 } =
      efficiencyOf(run);
    expect([peak_memory_bytes, baseline_peak_memory_bytes]).toEqual([4_000_000, 9_000_000]);
    expect(memory_ratio).toBeCloseTo(4 / 9, 5);
    expect(memory_ratio_ci95?.[0]).toBeLessThan(4 / 9);
    expect(memory_ratio_ci95?.[1]).toBeGreaterThan(4 / 9);
  });

  it('below 1 MiB counts as 1 MiB in the ratio, not in the figure', () => {
    const { efficiency } = capstoneFigures({ memory: { baseline: 2 ** 21, optimized: 4096 } }).tracks;
    expect(efficiency).toMatchObject({ peak_memory_bytes: 4096, memory_ratio: 0.5 });
  });

  it('that is below idle is none', () => {
    const { efficiency } = capstoneFigures({ memory: { baseline: 100, optimized: -5000 } }).tracks;
    expect(efficiency).toMatchObject({ peak_memory_bytes: 0, memory_ratio: 1 });
  });

  it('that the system does not tell leaves the score null, and the energy standing', () => {
    const run = edited((change) => {
      for (const each of contendersOf(change, 'baseline')) each.idle_bytes = null;
    });
    expect(efficiencyOf(run)).toMatchObject({
      status: 'skipped',
      reason: 'the system does not tell how much memory a process uses',
      score: null,
      memory_ratio: null,
      energy_source: 'estimated',
    });
    expect(efficiencyOf(run).energy_ratio).toBeGreaterThan(0);
  });
});

describe('energy', () => {
  it('is estimated from processor time where the machine has no counter', () => {
    const { efficiency } = capstoneFigures({ ...exact, throughput_speedup: 4, watts: null }).tracks;
    const { energy_source, energy_ratio, energy_joules, cpu_seconds, baseline_cpu_seconds } = efficiency;
    expect(energy_source).toBe('estimated');
    expect(energy_ratio).toBeCloseTo(0.25, 4);
    expect((cpu_seconds ?? 0) / (baseline_cpu_seconds ?? 1)).toBeCloseTo(0.25, 4);
    // The suite assumes 10 watts.
    expect(energy_joules).toBeCloseTo(10 * (cpu_seconds ?? 0), 6);
  });

  it('of 1,000 predictions is that of 1,000 images', () => {
    const { baseline_cpu_seconds } = capstoneFigures({ ...exact }).tracks.efficiency;
    // 0.08 ms, 0.7 of it in a batch, 0.98 of it on the processor; the turns drift by up to a fifth.
    expect((baseline_cpu_seconds ?? 0) / (0.08 * 0.7 * 0.98)).toBeGreaterThan(0.8);
    expect((baseline_cpu_seconds ?? 0) / (0.08 * 0.7 * 0.98)).toBeLessThan(1.25);
  });

  it('is the counter’s where the machine has one', () => {
    const { efficiency } = capstoneFigures({ ...exact, watts: 33 }).tracks;
    expect(efficiency.energy_source).toBe('rapl');
    expect((efficiency.energy_joules ?? 0) / (efficiency.cpu_seconds ?? 1)).toBeCloseTo(33 / 0.98, 3);
  });

  it('is estimated where the counter was not read for every slice', () => {
    const run = edited(
      (change) => {
        for (const each of phasesOf(change, 'energy', 'optimized').slice(1)) each.slices_joules = [];
      },
      { watts: 33 },
    );
    expect(efficiencyOf(run).energy_source).toBe('estimated');
  });

  it('leaves slices out in which the counter did not move', () => {
    const run = edited(
      (change) => {
        for (const each of phasesOf(change, 'energy', 'baseline')) each.slices_cpu_ms[0] = 0;
      },
      { ...exact, throughput_speedup: 4 },
    );
    expect(efficiencyOf(run).energy_ratio).toBeCloseTo(0.25, 4);
  });

  it('that no slice shows leaves the score null, and the memory standing', () => {
    const run = edited((change) => {
      for (const each of phasesOf(change, 'energy', 'baseline'))
        each.slices_cpu_ms = each.slices_cpu_ms.map(() => 0);
    });
    expect(efficiencyOf(run)).toMatchObject({ status: 'skipped', score: null, peak_memory_bytes: 4_000_000 });
  });
});

it('scores 90 for half of the memory and a quarter of the energy', () => {
  const options = { ...exact, throughput_speedup: 4, memory: { baseline: 8_000_000, optimized: 4_000_000 } };
  expect(capstoneFigures(options).tracks.efficiency).toMatchObject({ status: 'ok', score: 90 });
});

it('has no interval of the score with a single isolate', () => {
  const { score, score_interval } = capstoneFigures({ isolates: 1 }).tracks.efficiency;
  expect(score).toBeGreaterThan(0);
  expect(score_interval).toBeNull();
});
