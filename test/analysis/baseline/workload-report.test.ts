import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/schema/run.ts';
import { figures, figuresOf, workloadOf } from '../../support/reports.ts';
import { buildRun, YARDSTICK_MS } from '../../support/runs.ts';

const matmul = (options: Parameters<typeof figures>[0]) => workloadOf(figures(options), 'matmul');

/** The run with the slices of one contender of matmul changed. */
function change(run: Run, contender: string, how: (ms: number, turn: number) => number): Run {
  const changed = structuredClone(run);
  for (const block of changed.blocks.filter(({ workload }) => workload === 'matmul')) {
    for (const each of block.contenders) if (each.id === contender) each.slices_ms = each.slices_ms.map(how);
  }
  return changed;
}

describe('the ratio', () => {
  it.each([0.25, 1, 3, 40])('of a subject %d times slower lies in its interval', (k) => {
    const { ratio, ratio_ci95 } = matmul({ slower: { matmul: k } });
    const [low = Number.NaN, high = Number.NaN] = ratio_ci95 ?? [];
    expect(ratio).toBeGreaterThanOrEqual(low);
    expect(ratio).toBeLessThanOrEqual(high);
    expect(low).toBeLessThan(k);
    expect(high).toBeGreaterThan(k);
  });

  it('is not moved by what slows both sides down alike', () => {
    const run = buildRun({ slower: { matmul: 2 } });
    const busy = (ms: number, turn: number) => ms * (1 + turn);
    const slowed = change(change(run, 'subject', busy), 'yardstick', busy);
    expect(workloadOf(figuresOf(slowed), 'matmul').ratio).toBeCloseTo(
      workloadOf(figuresOf(run), 'matmul').ratio ?? Number.NaN,
      5,
    );
  });

  it('stands on the pairs of all isolates', () => {
    expect(matmul({ isolates: 4, pairs: 30 })).toMatchObject({ pairs: 120, isolates: 4 });
  });

  it('has no interval with fewer than six pairs', () => {
    const { ratio, ratio_ci95 } = matmul({ isolates: 1, pairs: 5 });
    expect(ratio).toBeGreaterThan(0);
    expect(ratio_ci95).toBeNull();
  });

  it('counts the calls of a slice: a slice of more calls is not slower', () => {
    const run = structuredClone(buildRun({ slower: { matmul: 2 } }));
    for (const { contenders } of run.blocks) {
      for (const each of contenders) {
        if (each.id !== 'subject') continue;
        each.calls_per_slice *= 10;
        each.slices_ms = each.slices_ms.map((ms) => ms * 10);
      }
    }
    expect(workloadOf(figuresOf(run), 'matmul').ratio).toBeCloseTo(
      matmul({ slower: { matmul: 2 } }).ratio ?? Number.NaN,
      5,
    );
  });
});

describe('pre-empted pairs', () => {
  /** Pre-empted slices of the subject that took 50 times as long. */
  const spoilt = (pairs: number, clean: number) => {
    const preempted = Array.from({ length: pairs - clean }, (_, i) => i);
    const run = buildRun({ isolates: 1, pairs, preempted, noise: 0.001 });
    return workloadOf(
      figuresOf(change(run, 'subject', (ms, i) => (i < pairs - clean ? 50 * ms : ms))),
      'matmul',
    );
  };

  it('are left out where at least 16 clean ones stay', () => {
    const { pairs, ratio } = spoilt(60, 16);
    expect(pairs).toBe(16);
    expect(ratio).toBeCloseTo(1, 1);
  });

  it('stay where fewer than 16 would be left: nothing is picked from a spoilt isolate', () => {
    const { pairs, ratio } = spoilt(60, 15);
    expect(pairs).toBe(60);
    expect(ratio).toBeGreaterThan(10);
  });

  it('are left out as pairs: the yardstick being interrupted counts as well', () => {
    const run = buildRun({ isolates: 1, pairs: 40 });
    for (const { contenders } of run.blocks) for (const each of contenders) each.preempted = [];
    const yardstick = run.blocks[1]?.contenders.find(({ id }) => id === 'yardstick');
    yardstick?.preempted.push(0, 5, 9);
    expect(workloadOf(figuresOf(run), 'matmul').pairs).toBe(37);
  });
});

describe('latency', () => {
  it.each([
    [5, { p90: null, p95: null, p99: null }],
    [19, { p95: null, p99: null }],
    [99, { p99: null }],
  ])('of %d samples has no percentile that they can not carry', (calls, missing) => {
    expect(matmul({ isolates: 1, calls }).latency_ms).toMatchObject({ samples: calls, ...missing });
  });

  it('has every percentile with 100 samples', () => {
    const { p95, p99 } = matmul({ isolates: 1, calls: 100 }).latency_ms ?? {};
    expect(p99).toBeGreaterThan(p95 ?? Number.NaN);
  });

  it('is null in all its figures, and not 0, without a sample', () => {
    const { latency_ms } = matmul({ calls: 0 });
    expect(latency_ms).toEqual({
      ...Object.fromEntries(Object.keys(latency_ms ?? {}).map((name) => [name, null])),
      samples: 0,
    });
  });

  it('is that of the subject and of the yardstick, each for itself', () => {
    const { latency_ms, yardstick_ms } = matmul({ slower: { matmul: 3 } });
    expect((yardstick_ms?.p50 ?? 0) / YARDSTICK_MS.matmul).toBeCloseTo(1, 1);
    expect((latency_ms?.p50 ?? 0) / YARDSTICK_MS.matmul).toBeCloseTo(3, 0);
  });
});

describe('a contender in trouble', () => {
  it.each(['failed', 'invalid', 'skipped'] as const)(
    'that is %s has no latency, ratio or score',
    (status) => {
      const report = matmul({ troubles: { matmul: { status, reason: 'because' } } });
      expect(report).toMatchObject({ status, reason: 'because', latency_ms: null, ratio: null, score: null });
    },
  );

  it('that failed late has no latency either, though its slices are kept', () => {
    const run = buildRun();
    const last = run.blocks.findLast(({ workload }) => workload === 'matmul');
    const subject = last?.contenders.find(({ id }) => id === 'subject');
    Object.assign(subject ?? {}, { status: 'failed', reason: 'matmul: it hung' });
    expect(workloadOf(figuresOf(run), 'matmul')).toMatchObject({
      status: 'failed',
      correct: null,
      latency_ms: null,
      yardstick_ms: null,
      ratio: null,
      score: null,
    });
  });

  it('may be the yardstick: a ratio to nothing is none', () => {
    const yardstick_troubles = { matmul: { status: 'failed' as const, reason: 'no memory' } };
    expect(matmul({ yardstick_troubles })).toMatchObject({ status: 'failed', ratio: null, score: null });
  });

  it.each([
    ['ok', true],
    ['invalid', false],
    ['failed', null],
    ['skipped', null],
  ] as const)('that is %s counts as correct: %s', (status, correct) => {
    const troubles = status === 'ok' ? {} : { matmul: { status, reason: 'because' } };
    expect(matmul({ troubles }).correct).toBe(correct);
  });
});

describe('a block that was cut off before its first turn', () => {
  const cutOff = () => {
    const run = buildRun({ finished_blocks: 3 });
    const block = run.blocks.find(({ workload }) => workload === 'forward_pass');
    if (block) block.coins = [];
    for (const each of block?.contenders ?? []) {
      Object.assign(each, {
        slices_ms: [],
        calls_ms: [],
        preempted: [],
        result_hash: null,
        calls_per_slice: 0,
      });
    }
    return run;
  };

  it('is not reached, and not correct', () => {
    expect(workloadOf(figuresOf(cutOff()), 'forward_pass')).toMatchObject({
      status: 'skipped',
      correct: null,
      reason: 'it was not reached',
    });
  });

  it('verifies nothing', () => {
    expect(figuresOf(cutOff())).toMatchObject({ setup_verified: false, score: null });
  });
});
