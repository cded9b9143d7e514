import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import matmul from '../../benchmarks/baseline/matmul.ts';
import tensorOps from '../../benchmarks/baseline/tensor_ops.ts';
import { baselinePlan } from '../../src/schema/run.ts';
import { type PlanInput, planBaseline } from '../../src/timing/plan.ts';

const input = (seed: number, kind = 'python'): PlanInput => ({
  seed,
  subject: { kind, argument: '' },
  yardstick: { name: 'tito-reference', version: '1' },
  profile: 'light',
  profile_reason: 'it fits',
  timing: {
    isolates: 4,
    slice_ms: 0.5,
    warm_up_ms: { subject: 20, yardstick: 20 },
    budget_s: 7,
    call_limit_s: 10,
  },
  benchmarks: [
    { id: 'matmul', weight: 1, expected_ms: 4, benchmark: matmul },
    { id: 'tensor_ops', weight: 2, expected_ms: null, benchmark: tensorOps },
  ],
});

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('planBaseline', () => {
  it('follows from its input alone', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(planBaseline(input(seed))).toEqual(planBaseline(input(seed)));
      }),
    );
  });

  it('measures every workload once in every replicate', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { schedule } = planBaseline(input(seed));
        const entries = schedule.map(({ workload, replicate }) => `${replicate} ${workload}`);
        expect(new Set(entries).size).toBe(8);
        expect(schedule.map(({ replicate }) => replicate)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
      }),
    );
  });

  it('draws the order of the workloads anew in every replicate', () => {
    const firsts = [1, 2, 3, 4, 5, 6].flatMap((seed) =>
      planBaseline(input(seed)).schedule.filter((_, i) => i % 2 === 0),
    );
    expect(new Set(firsts.map(({ workload }) => workload)).size).toBe(2);
  });

  it('is a plan that can be saved', () => {
    expect(baselinePlan.parse(planBaseline(input(1)))).toEqual(planBaseline(input(1)));
  });

  it('puts the yardstick beside a subject, and measures the reference alone against the profile', () => {
    const own = planBaseline(input(1));
    const reference = planBaseline(input(1, 'reference'));
    expect([own.contenders, own.score_basis]).toEqual([['subject', 'yardstick'], 'yardstick']);
    expect([reference.contenders, reference.score_basis]).toEqual([['subject'], 'profile']);
  });
});
