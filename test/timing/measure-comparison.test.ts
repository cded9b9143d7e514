import { describe, expect, it } from 'vitest';
import matmul from '../../benchmarks/baseline/matmul.ts';
import type { MeasuredWorkload } from '../../src/schema/measured-workload.ts';
import { SubjectFailure } from '../../src/timing/isolates/subject-failure.ts';
import { type Look, measureComparison } from '../../src/timing/measure-comparison.ts';
import { planBenchmark } from '../../src/timing/plan-comparison.ts';
import { BUDGET_S, counted, IDS, inputOf, timeOf } from './_comparison-input.ts';
import { fakeIsolate } from './_fake-isolate.ts';
import { outcome } from './_fake-turn-taker.ts';

describe('measureComparison', () => {
  it('measures every replicate of every workload within its budget, the first blocks short', async () => {
    const { input, clock } = inputOf();
    const { blocks, subjects } = await measureComparison(input);
    expect(blocks.map(({ workload, replicate }) => `${workload} ${replicate}`)).toEqual(
      input.plan.schedule.map(({ workload, replicate }) => `${workload} ${replicate}`),
    );
    expect(clock.now / 1000).toBeGreaterThan(0.9 * BUDGET_S);
    expect(clock.now / 1000).toBeLessThan(1.1 * BUDGET_S);
    expect(blocks[2]?.started_ms ?? 0).toBeLessThan(0.22 * BUDGET_S * 1000);
    expect(Object.keys(subjects)).toEqual(['a', 'b']);
  });

  it('looks between replicates, at the looks of the plan', async () => {
    const looks: [number, number][] = [];
    const judge = ({ blocks, replicates }: Look) => {
      looks.push([replicates, blocks.length]);
      return [];
    };
    const { input } = inputOf({}, { judge });
    await measureComparison(input);
    const isDue = (n: number) => input.plan.kind === 'comparison' && input.plan.looks.includes(n);
    const due = Array.from({ length: input.plan.timing.isolates - 1 }, (_, i) => i + 1).filter(isDue);
    expect(looks).toEqual(due.map((n) => [n, 2 * n]));
  });

  it('ends in under a quarter of its budget when everything is settled at the first look', async () => {
    const { input, clock } = inputOf({}, { judge: () => IDS });
    const { blocks } = await measureComparison(input);
    expect(blocks).toHaveLength(2);
    expect(clock.now / 1000).toBeLessThan(BUDGET_S / 4);
  });

  it('gives the time of settled workloads to the undecided', async () => {
    const all = await measureComparison(inputOf().input);
    const one = await measureComparison(inputOf({}, { judge: () => ['first'] }).input);
    expect(one.blocks.filter(({ workload }) => workload === 'first')).toHaveLength(1);
    expect(timeOf(one.blocks, 'second')).toBeGreaterThan(1.5 * timeOf(all.blocks, 'second'));
  });

  it('starts fewer isolates where starting them takes long, two at least', async () => {
    const { input, clock } = inputOf({ overheadMs: 400 }, { processors: [0] });
    const { blocks } = await measureComparison(input);
    const replicates = blocks.filter(({ workload }) => workload === 'first').length;
    expect(replicates).toBeGreaterThanOrEqual(2);
    expect(replicates).toBeLessThan(input.plan.timing.isolates);
    expect(clock.now / 1000).toBeLessThan(1.3 * BUDGET_S);
    for (const id of IDS) expect(timeOf(blocks, id)).toBeGreaterThan(1200);
  });

  it('does not let a slow workload take the time of another', async () => {
    const { input } = inputOf({ callMs: (_, id) => (id === 'first' ? 900 : 0.001) });
    const { blocks } = await measureComparison(input);
    expect(blocks.filter(({ workload }) => workload === 'first').length).toBeLessThan(3);
    expect(blocks.filter(({ workload }) => workload === 'second').length).toBeGreaterThan(1);
  });

  it('is invalid where results differ, whatever the speed, and times nothing', async () => {
    const { input } = inputOf({ taker: (id) => ({ outcome: () => outcome(id) }) });
    const { blocks } = await measureComparison(input);
    expect(blocks).toHaveLength(2);
    expect(blocks[0]?.coins).toEqual([]);
    expect(blocks[0]?.contenders.map(({ status }) => status)).toEqual(['ok', 'invalid']);
    expect(blocks[0]?.contenders[1]?.mismatch).toMatchObject({ expected: 'a', got: 'b' });
  });

  it('lets the probe compute what it likes, at its own pace', async () => {
    const { input } = inputOf({
      taker: (id) => (id === 'b' ? { pace: 'own', outcome: () => outcome('other') } : {}),
      callMs: (id) => (id === 'b' ? 0.0015 : 0.001),
    });
    const [block] = (await measureComparison(input)).blocks;
    expect(block?.contenders.map(({ status }) => status)).toEqual(['ok', 'ok']);
    expect(block?.contenders.map(({ calls_per_slice }) => calls_per_slice)).toEqual([500, 334]);
  });

  it('keeps what was measured of a workload that fails, does not try it again, and measures the others', async () => {
    const finding = { status: 'failed' as const, reason: '1 of 9 runs failed' };
    const { input } = inputOf({
      taker: (id, workload) =>
        id === 'b' && workload === 'first' ? { conclude: async () => ({ hash: null, finding }) } : {},
    });
    const { blocks } = await measureComparison(input);
    const first = blocks.filter(({ workload }) => workload === 'first');
    expect(first).toHaveLength(1);
    expect(first[0]?.contenders[1]).toMatchObject(finding);
    expect(first[0]?.coins.length).toBeGreaterThan(10);
    expect(blocks.filter(({ workload }) => workload === 'second')).toHaveLength(input.plan.timing.isolates);
  });

  it('takes single calls of commands and confines them to no processor', async () => {
    const { input } = inputOf({
      taker: (id) => ({ pace: 'single', ...(id === 'a' && { pin: async () => true }) }),
      callMs: () => 30,
    });
    const takers = inputOf({
      taker: () => ({ pace: 'single', pin: undefined as never }),
      callMs: () => 30,
    }).input;
    const [block] = (await measureComparison(takers)).blocks;
    expect(block?.processor).toBeNull();
    expect(block?.contenders[0]).toMatchObject({ calls_per_slice: 1, warm_up_calls: 1 });
    expect(block?.contenders[0]?.calls_ms).toEqual(block?.contenders[0]?.slices_ms);
    expect((await measureComparison(input)).blocks[0]?.contenders[0]?.calls_per_slice).toBe(1);
  });

  it('keeps what there is when it is interrupted, and starts nothing more', async () => {
    const controller = new AbortController();
    const { input, events } = inputOf({}, { signal: controller.signal });
    const counts = counted(input);
    let finished = 0;
    input.onEvent = (event) => {
      events.push(event);
      finished += event.kind === 'block-finished' ? 1 : 0;
      if (finished === 3) controller.abort();
    };
    const { blocks } = await measureComparison(input);
    expect(blocks).toHaveLength(3);
    // Those of the fourth and fifth block had been started during the turns of those before.
    expect(counts).toEqual({ started: 10, closed: 10 });
  });

  it('blames the contender that does not start, and lets errors of tito through', async () => {
    const failing = inputOf().input;
    failing.start = async () => Promise.reject(new SubjectFailure('raised', 'SyntaxError'));
    const { blocks, subjects } = await measureComparison(failing);
    expect(blocks[0]?.contenders[0]).toMatchObject({ status: 'failed', reason: 'SyntaxError' });
    expect(subjects).toEqual({});
    const broken = inputOf({ taker: () => ({ check: () => Promise.reject(new TypeError('a bug')) }) }).input;
    await expect(measureComparison(broken)).rejects.toThrow('a bug');
  });

  it('gives subjects the program of the workload, with inputs from the seed', async () => {
    const program: MeasuredWorkload = {
      shape: 'program',
      id: 'matmul',
      title: 'matmul',
      setup: [...matmul.setup],
      steps: [...matmul.steps],
      grid: matmul.grid,
    };
    const { input, clock } = inputOf({ workloads: [program] });
    input.benchmarks = new Map([['matmul', matmul]]);
    input.start = async ({ id }) =>
      fakeIsolate({
        clock,
        callMs: id === 'a' ? 1 : 2,
        answers: ({ inputs }) => (id === 'a' ? matmul.answers(inputs) : { product: new Float64Array(1) }),
      });
    const { blocks } = await measureComparison(input);
    expect(blocks.map(({ contenders }) => contenders.map(({ status }) => status))).toEqual([
      ['ok', 'invalid'],
    ]);
  });

  it('never asks for a verdict while a benchmark is measured', async () => {
    const { input } = inputOf();
    const { seed, contenders, workloads, timing } = input.plan;
    input.plan = planBenchmark({ seed, contenders, workloads, timing, suite: null });
    input.judge = () => IDS;
    expect((await measureComparison(input)).blocks).toHaveLength(2 * input.plan.timing.isolates);
  });
});
