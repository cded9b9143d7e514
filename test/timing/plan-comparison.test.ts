import { describe, expect, it } from 'vitest';
import { comparisonPlan } from '../../src/schema/comparison-run.ts';
import { type ComparisonPlanInput, planComparison } from '../../src/timing/plan-comparison.ts';
import { functionWorkload } from './_comparison-input.ts';

const inputOf = (budget_s: number, ids = ['first', 'second']): ComparisonPlanInput => ({
  seed: 3,
  contenders: ['a', 'b'].map((id) => ({ id, label: id, spec: { kind: 'function', argument: id } })),
  against: null,
  delta: 0.01,
  margin: 0.01,
  alpha: 0.05,
  threshold_percent: null,
  timing: { slice_ms: 0.5, warm_up_ms: { a: 80, b: 80 }, budget_s, call_limit_s: 10 },
  workloads: ids.map(functionWorkload),
});

describe('planComparison', () => {
  it('makes a plan that can be saved, the same from the same seed', () => {
    const plan = planComparison(inputOf(4));
    expect(comparisonPlan.parse(plan)).toEqual(plan);
    expect(planComparison(inputOf(4))).toEqual(plan);
    expect(planComparison({ ...inputOf(4), seed: 4 }).schedule).not.toEqual(plan.schedule);
  });

  it.each([0.5, 4, 7.9, 20, 600])('has at most five looks, the last after all replicates: %d s', (budget) => {
    const { looks, timing } = planComparison(inputOf(budget));
    expect(looks.length).toBeLessThanOrEqual(5);
    expect(looks[0]).toBe(1);
    expect(looks.at(-1)).toBe(timing.isolates);
    expect(looks).toEqual([...looks].sort((a, b) => a - b));
  });

  it('has eight pairs of isolates for a function within two seconds, and fewer where there is less time', () => {
    const isolatesIn = (budget: number) => planComparison(inputOf(budget, ['only'])).timing.isolates;
    expect([0.5, 1.2, 2, 20].map(isolatesIn)).toEqual([2, 4, 8, 8]);
  });

  it('looks four times at commands, whose runs are processes of their own', () => {
    const input = inputOf(20, ['only']);
    const workloads = [{ shape: 'command' as const, id: 'only', title: 'only', exit_status: 0 }];
    expect(planComparison({ ...input, workloads }).looks).toEqual([1, 2, 3, 4]);
  });

  it('measures every workload once before any is measured twice', () => {
    const { schedule } = planComparison(inputOf(2));
    expect(schedule.map(({ replicate }) => replicate)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    for (let i = 0; i < schedule.length; i += 2) {
      expect(new Set(schedule.slice(i, i + 2).map(({ workload }) => workload)).size).toBe(2);
    }
  });

  it('confirms with other seeds', () => {
    const { schedule, confirmation } = planComparison(inputOf(4));
    const seeds = new Set(schedule.map(({ seed }) => seed));
    expect(confirmation).toHaveLength(schedule.length);
    expect(confirmation.some(({ seed }) => seeds.has(seed))).toBe(false);
  });
});
