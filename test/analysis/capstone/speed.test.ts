import { describe, expect, it } from 'vitest';
import { buildCapstoneRun } from '../../support/capstone-runs.ts';
import { edited, phasesOf } from '../../support/edited.ts';
import { capstoneFigures, capstoneFiguresOf } from '../../support/reports.ts';

const speedOf = (options: Parameters<typeof capstoneFigures>[0]) => capstoneFigures(options).tracks.speed;
const within = (value: number, interval: readonly [number, number] | null) =>
  interval !== null && value >= interval[0] && value <= interval[1];

describe('the speed track', () => {
  it.each([0.5, 1, 7.3, 30])('finds a speed-up of %d within its interval', (k) => {
    const { speedup, speedup_ci95, throughput_speedup_ci95 } = speedOf({
      speedup: k,
      throughput_speedup: 2 * k,
    });
    expect(within(k, speedup_ci95)).toBe(true);
    expect(within(speedup ?? 0, speedup_ci95)).toBe(true);
    expect(within(2 * k, throughput_speedup_ci95)).toBe(true);
  });

  it('scores 90 at 7 times as fast and 50 at twice as fast, one image at a time', () => {
    const exact = { noise: 0, throughput_speedup: 1 };
    expect(speedOf({ ...exact, speedup: 7 }).score).toBe(90);
    expect(speedOf({ ...exact, speedup: 2 }).score).toBe(50);
  });

  it('has an interval around its score, the better bound on the right', () => {
    const { score, score_interval } = speedOf({ speedup: 3, noise: 0.1 });
    expect(within(score ?? -1, score_interval)).toBe(true);
    expect(score_interval?.[0]).toBeLessThan(score_interval?.[1] ?? 0);
  });

  it('counts images, not batches', () => {
    const { throughput_per_s, baseline_throughput_per_s } = speedOf({ noise: 0, throughput_speedup: 4 });
    const perImageMs = 0.08 * 0.7;
    expect((baseline_throughput_per_s ?? 0) / (1000 / perImageMs)).toBeCloseTo(1, 1);
    expect((throughput_per_s ?? 0) / (baseline_throughput_per_s ?? 1)).toBeCloseTo(4, 4);
  });

  it('sets the optimized model beside the yardstick', () => {
    // 0.08 ms / 4 against 0.1 ms
    expect(speedOf({ noise: 0, speedup: 4 }).yardstick_ratio).toBeCloseTo(0.2, 5);
  });

  it('takes latencies from single calls of all isolates', () => {
    const { latency_ms, baseline_latency_ms } = speedOf({ isolates: 3, calls: 50 });
    expect(latency_ms?.samples).toBe(150);
    expect(baseline_latency_ms?.p99).toBeGreaterThan(0);
  });

  it('leaves pairs out during which the processor was taken away', () => {
    const run = edited((change) => {
      for (const each of phasesOf(change, 'latency', 'optimized')) {
        each.preempted = [0, 1, 2];
        each.slices_ms = each.slices_ms.map((ms, i) => (i < 3 ? 100 * ms : ms));
      }
    });
    expect(capstoneFiguresOf(run).tracks.speed).toMatchObject({ pairs: 3 * 37, isolates: 3 });
  });

  it('has a score but no throughput where it was interrupted in between', () => {
    const run = buildCapstoneRun({ isolates: 1, interrupted: true });
    for (const block of run.blocks) block.phases = block.phases.slice(0, 1);
    const { speed } = capstoneFiguresOf(run).tracks;
    expect(speed).toMatchObject({ status: 'ok', throughput_per_s: null, throughput_speedup: null });
    expect(speed.score).toBeGreaterThan(0);
  });

  it('has no interval with fewer than six pairs', () => {
    const { speedup, speedup_ci95, score_interval } = speedOf({ isolates: 1, pairs: 5 });
    expect(speedup).toBeGreaterThan(0);
    expect([speedup_ci95, score_interval]).toEqual([null, null]);
  });
});
