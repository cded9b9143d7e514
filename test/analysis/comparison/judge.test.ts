import { describe, expect, it } from 'vitest';
import {
  type Judgement,
  judgeWorkloads,
  type Rules,
  settledWorkloads,
} from '../../../src/analysis/comparison/judge.ts';
import type { ComparisonRun } from '../../../src/schema/comparison-run.ts';
import { buildComparisonRun, type ComparisonOptions } from '../../support/comparison-runs.ts';

function judged(options: ComparisonOptions, blocks?: number) {
  const run = buildComparisonRun(options);
  return firstOf(run.plan, run.blocks.slice(0, blocks));
}

function firstOf(plan: Rules, blocks: ComparisonRun['blocks']): Judgement {
  const [first] = judgeWorkloads(plan, plan.workloads, blocks);
  if (!first) throw new RangeError('no workload');
  return first;
}

const compared = (b_ms: number) => [{ id: 'parse', a: { call_ms: 0.1 }, b: { call_ms: b_ms } }];

describe('the verdict on a workload', () => {
  it.each([
    [0.11, 'slower'],
    [0.09, 'faster'],
    [0.1, 'same'],
  ])('for B of %d ms against 0.1 ms is %s', (b_ms, verdict) => {
    expect(judged({ workloads: compared(b_ms), isolate_noise: 0.0005 })).toMatchObject({
      verdict,
      isSettled: true,
      reason: null,
      budget_to_settle_s: null,
    });
  });

  it('is negligible for a sure difference of less than delta that does not fit into the margin', () => {
    const options = { workloads: compared(0.1006), noise: 0.001, isolate_noise: 0.0001, isolates: 8 };
    const { plan, blocks } = buildComparisonRun(options);
    expect(firstOf(plan, blocks).verdict).toBe('same');
    expect(firstOf({ ...plan, margin: 0.002 }, blocks)).toMatchObject({
      verdict: 'negligible',
      isSettled: true,
    });
  });

  it('is inconclusive on a noisy machine, with what was sure to show and a budget', () => {
    const noisy = judged({ workloads: compared(0.102), isolate_noise: 0.02 });
    expect(noisy).toMatchObject({ verdict: 'inconclusive', isSettled: false });
    expect(noisy.detectable_effect).toBeGreaterThan(0.02);
    expect(noisy.budget_to_settle_s).toBeGreaterThan(1);
    expect(noisy.reason).toMatch(
      /difference of [\d.]+ % or more would probably have shown; --budget \d+ should/,
    );
    expect(noisy.reason).toContain(`--budget ${noisy.budget_to_settle_s} `);
  });

  it('names the workload beside the budget where there are several', () => {
    const workloads = [...compared(0.102), { id: 'print', a: { call_ms: 0.1 }, b: { call_ms: 0.1 } }];
    expect(judged({ workloads, isolate_noise: 0.02 }).reason).toContain('--workload parse --budget ');
  });

  it('claims no difference that Holm does not allow among several, whatever its own interval shows', () => {
    const ids = ['parse', 'print', 'sort', 'sum', 'scan', 'pack'];
    const both = Array.from({ length: 12 }, (_, i) => {
      const workloads = ids.map((id) => ({
        id,
        a: { call_ms: 0.1 },
        b: { call_ms: id === 'parse' ? 0.1028 - 0.00012 * i : 0.1 },
      }));
      const { plan, blocks } = buildComparisonRun({ workloads, isolate_noise: 0.01, isolates: 8 });
      const [alone] = judgeWorkloads(plan, plan.workloads.slice(0, 1), blocks);
      const [among] = judgeWorkloads(plan, plan.workloads, blocks);
      return { alone, among };
    });
    // From clear to none: in between it is a difference alone, and none among six.
    const between = both.filter(({ alone, among }) => alone?.verdict !== among?.verdict);
    expect(between.length).toBeGreaterThan(0);
    for (const { alone, among } of between) {
      expect(alone?.verdict).toBe('slower');
      expect(among).toMatchObject({ verdict: 'inconclusive', isSettled: false });
      expect(among?.adjusted_p).toBeGreaterThan(0.05);
      expect(among?.reason).toMatch(
        /^one of 6 workloads differs this much by chance in more than 1 of 20 such runs; --workload parse --budget \d+ should settle it/,
      );
    }
  });

  it('of a single pair of isolates needs an effect clear of what isolates differ by', () => {
    expect(judged({ workloads: compared(0.11) }, 1)).toMatchObject({ verdict: 'inconclusive', looks: 1 });
    expect(judged({ workloads: compared(0.2) }, 1)).toMatchObject({ verdict: 'slower', looks: 1 });
  });

  it('of a run of one slice is inconclusive and says how little that is', () => {
    const one = judged({ workloads: compared(0.11), isolates: 1, pairs: 1 });
    expect(one).toMatchObject({ verdict: 'inconclusive', pairs: 1, interval: null, detectable_effect: null });
    expect(one.reason).toMatch(/^1 pair of slices is too few for an interval; --budget /);
  });

  it('of an empty run is inconclusive, as nothing was measured', () => {
    expect(judged({}, 0)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'nothing was measured of it',
      ratio: null,
      looks: 0,
    });
  });

  it('is invalid where a result is wrong, and then has no ratio', () => {
    const mismatch = { operation: 'result', step: 'result', expected: '1', got: '2' };
    const trouble = { status: 'invalid' as const, reason: 'the results differ', mismatch };
    const workloads = [{ id: 'parse', a: { call_ms: 1 }, b: { call_ms: 1, trouble, in_block: 2 } }];
    expect(judged({ workloads })).toMatchObject({
      verdict: 'invalid',
      isSettled: true,
      reason: 'B is wrong: the results differ',
      mismatch,
      ratio: null,
    });
  });

  it('is invalid where a side fails half-way, and what was measured before is kept', () => {
    const trouble = { status: 'failed' as const, reason: 'it ended with exit status 3.' };
    const workloads = [{ id: 'parse', a: { call_ms: 1, trouble, in_block: 2 }, b: { call_ms: 2 } }];
    const failed = judged({ workloads });
    expect(failed).toMatchObject({ verdict: 'invalid', reason: 'A failed: it ended with exit status 3' });
    expect(failed.ratio).toBeGreaterThan(1.9);
  });

  it('of commands is one by ranks: every run is what repeats', () => {
    const workloads = [{ id: 'node_e_0', shape: 'command' as const, a: { call_ms: 40 }, b: { call_ms: 44 } }];
    const { verdict, pairs, isolates } = judged({ workloads, isolates: 2, pairs: 10 });
    expect({ verdict, pairs, isolates }).toEqual({ verdict: 'slower', pairs: 20, isolates: 20 });
  });
});

describe('settled workloads', () => {
  it('are those with a verdict, and those that are invalid', () => {
    const trouble = { status: 'failed' as const, reason: 'it crashed' };
    const run: ComparisonRun = buildComparisonRun({
      workloads: [
        { id: 'double', a: { call_ms: 0.1 }, b: { call_ms: 0.2 } },
        { id: 'close', a: { call_ms: 0.1 }, b: { call_ms: 0.102 } },
        { id: 'broken', a: { call_ms: 0.1 }, b: { call_ms: 0.1, trouble } },
      ],
    });
    expect(settledWorkloads(run.plan, run.blocks.slice(0, 3))).toEqual(['double', 'broken']);
    expect(settledWorkloads(run.plan, [])).toEqual([]);
  });
});
