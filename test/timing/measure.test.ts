import { describe, expect, it } from 'vitest';
import matmul from '../../benchmarks/baseline/matmul.ts';
import tensorOps from '../../benchmarks/baseline/tensor_ops.ts';
import type { Program } from '../../src/contracts.ts';
import type { TimingEvent } from '../../src/timing/events.ts';
import { SubjectFailure } from '../../src/timing/isolates/subject-failure.ts';
import { type MeasureInput, measure } from '../../src/timing/measure.ts';
import { planBaseline } from '../../src/timing/plan.ts';
import { type FakeClock, fakeIsolate } from './_fake-isolate.ts';

const BUDGET_S = 7;
const benchmarks = new Map([
  ['matmul', matmul],
  ['tensor_ops', tensorOps],
]);

function inputOf(callMs: (workload: string) => number, more: Partial<MeasureInput> = {}) {
  const clock: FakeClock = { now: 0 };
  const events: TimingEvent[] = [];
  const plan = planBaseline({
    seed: 1,
    subject: { kind: 'module', argument: '' },
    yardstick: { name: 'y', version: '1' },
    profile: 'light',
    profile_reason: '',
    timing: {
      isolates: 4,
      slice_ms: 0.5,
      warm_up_ms: { subject: 20, yardstick: 20 },
      budget_s: BUDGET_S,
      call_limit_s: 10,
    },
    benchmarks: [...benchmarks].map(([id, benchmark]) => ({ id, weight: 1, expected_ms: null, benchmark })),
  });
  let workload = '';
  const answers = (program: Program) => {
    const benchmark = program.observed.includes('product') ? matmul : tensorOps;
    return benchmark.answers(program.inputs);
  };
  const input: MeasureInput = {
    plan,
    benchmarks,
    start: async (contender) =>
      fakeIsolate({ clock, answers, callMs: contender === 'subject' ? callMs(workload) : 1 }),
    processors: [0, 1],
    now: () => clock.now,
    signal: new AbortController().signal,
    onEvent: (event) => {
      events.push(event);
      if (event.kind === 'block-started') workload = event.workload;
    },
    ...more,
  };
  return { input, events, clock };
}

describe('measure', () => {
  it('measures the whole plan within about its budget', async () => {
    const { input, clock } = inputOf(() => 1);
    const blocks = await measure(input);
    expect(blocks.map(({ workload, replicate }) => `${workload} ${replicate}`)).toEqual(
      input.plan.schedule.map(({ workload, replicate }) => `${workload} ${replicate}`),
    );
    expect(clock.now / 1000).toBeGreaterThan(0.9 * BUDGET_S);
    expect(clock.now / 1000).toBeLessThan(1.1 * BUDGET_S);
  });

  it('leaves out further isolates of a workload that is slow, and does not starve the others', async () => {
    const { input } = inputOf((workload) => (workload === 'matmul' ? 1000 : 1));
    const blocks = await measure(input);
    const count = (id: string) => blocks.filter(({ workload }) => workload === id).length;
    expect(count('matmul')).toBeLessThan(4);
    expect(count('tensor_ops')).toBe(4);
    for (const block of blocks) {
      if (block.workload === 'tensor_ops') expect(block.coins.length).toBeGreaterThan(50);
    }
  });

  it('does not try again what went wrong once', async () => {
    const { input } = inputOf(() => 1);
    const started: string[] = [];
    const blocks = await measure({
      ...input,
      start: async (contender, onOutput) => {
        if (contender === 'subject') started.push(contender);
        if (contender === 'subject') throw new SubjectFailure('raised', 'broken');
        return input.start(contender, onOutput);
      },
    });
    expect(started).toHaveLength(benchmarks.size);
    expect(blocks.map(({ replicate }) => replicate)).toEqual([0, 0]);
  });

  it('tells of every block when it is finished, before the next one starts', async () => {
    const { input, events } = inputOf(() => 1);
    await measure(input);
    const kinds = events.filter(({ kind }) => kind.startsWith('block')).map(({ kind }) => kind);
    expect(kinds).toEqual(input.plan.schedule.flatMap(() => ['block-started', 'block-finished']));
  });

  it('tells once what was loaded', async () => {
    const { input, events } = inputOf(() => 1);
    await measure(input);
    expect(events.filter(({ kind }) => kind === 'subject-loaded')).toHaveLength(1);
  });

  it('stops at an interruption and returns the finished blocks', async () => {
    const controller = new AbortController();
    const { input, events } = inputOf(() => 1, { signal: controller.signal });
    const blocks = await measure({
      ...input,
      onEvent: (event) => {
        events.push(event);
        if (event.kind === 'block-finished' && event.block.replicate === 1) controller.abort();
      },
    });
    expect(blocks).toHaveLength(3);
  });
});
