import { describe, expect, it } from 'vitest';
import matmul from '../../benchmarks/baseline/matmul.ts';
import type { MeasuredWorkload } from '../../src/schema/measured-workload.ts';
import type { TimingEvent } from '../../src/timing/events.ts';
import { SubjectFailure } from '../../src/timing/isolates/subject-failure.ts';
import { type ComparisonInput, type Look, measureComparison } from '../../src/timing/measure-comparison.ts';
import { planBenchmark, planComparison } from '../../src/timing/plan-comparison.ts';
import type { TurnTaker } from '../../src/turn-contracts.ts';
import { type FakeClock, fakeIsolate } from './_fake-isolate.ts';
import { fakeTurnTaker, outcome } from './_fake-turn-taker.ts';

const BUDGET_S = 8;
const IDS = ['first', 'second'];
const TIMING = { slice_ms: 0.5, warm_up_ms: { a: 20, b: 20 }, budget_s: BUDGET_S, call_limit_s: 10 };

const functionWorkload = (id: string): MeasuredWorkload => ({
  shape: 'function',
  id,
  title: id,
  unit: 'call',
  units_per_call: 1,
  score: null,
});

interface Given {
  taker?: (contender: string, workload: string) => Partial<TurnTaker>;
  callMs?: (contender: string, workload: string) => number;
  overheadMs?: number;
  workloads?: MeasuredWorkload[];
}

function inputOf(given: Given = {}, more: Partial<ComparisonInput> = {}) {
  const clock: FakeClock = { now: 0 };
  const events: TimingEvent[] = [];
  const plan = planComparison({
    seed: 1,
    contenders: ['a', 'b'].map((id) => ({ id, label: id, spec: { kind: 'function', argument: id } })),
    against: null,
    delta: 0.01,
    margin: 0.01,
    alpha: 0.05,
    threshold_percent: null,
    timing: TIMING,
    workloads: given.workloads ?? IDS.map(functionWorkload),
  });
  const input: ComparisonInput = {
    plan,
    benchmarks: new Map(),
    start: async ({ id }, workload) =>
      fakeTurnTaker({
        clock,
        callMs: given.callMs?.(id, workload.id) ?? 0.001,
        overheadMs: given.overheadMs ?? 50,
        override: given.taker?.(id, workload.id) ?? {},
      }),
    judge: () => [],
    processors: [0, 1],
    now: () => clock.now,
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    ...more,
  };
  return { input, events, clock };
}

const timeOf = (blocks: { workload: string; contenders: { slices_ms: number[] }[] }[], id: string) =>
  blocks
    .filter(({ workload }) => workload === id)
    .flatMap(({ contenders }) => contenders.flatMap(({ slices_ms }) => slices_ms))
    .reduce((sum, ms) => sum + ms, 0);

/** How many contenders are started and closed from now on. */
function counted(input: ComparisonInput) {
  const counts = { started: 0, closed: 0 };
  const { start } = input;
  input.start = async (...words) => {
    counts.started += 1;
    const taker = (await start(...words)) as TurnTaker;
    let isOpen = true;
    const close = async () => {
      counts.closed += isOpen ? 1 : 0;
      isOpen = false;
      await taker.close();
    };
    return { ...taker, close };
  };
  return counts;
}

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
    const { input, clock } = inputOf({ overheadMs: 400 });
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
    // Those of the fourth block had been started during the turns of the third.
    expect(counts).toEqual({ started: 8, closed: 8 });
  });

  it('starts the next functions while others take turns, where there is a second processor for it', async () => {
    const order: string[] = [];
    for (const processors of [[0, 1], [0]]) {
      const { input } = inputOf({ workloads: [functionWorkload('only')] }, { processors });
      const { start } = input;
      input.start = (contender, ...words) => {
        order.push(contender.id);
        return start(contender, ...words);
      };
      input.onEvent = ({ kind }) => order.push(kind);
      const { blocks } = await measureComparison(input);
      expect(blocks.every(({ coins }) => coins.length > 10)).toBe(true);
      const [first, second] = [order.indexOf('block-finished'), order.lastIndexOf('a')];
      const before = order.slice(0, first).filter((word) => word === 'a').length;
      expect(before).toBe(processors.length);
      expect(second).toBeGreaterThan(first);
      order.length = 0;
    }
  });

  it('does not count as a block of its own what had been loaded before it began', async () => {
    const { input } = inputOf({ workloads: [functionWorkload('only')], overheadMs: 0 });
    const { blocks } = await measureComparison(input);
    expect(blocks.slice(1).flatMap(({ contenders }) => contenders.map(({ start_ms }) => start_ms))).toEqual(
      Array.from({ length: 2 * (blocks.length - 1) }, () => 0),
    );
    expect(blocks.every((block, i) => block.started_ms >= (blocks[i - 1]?.started_ms ?? 0))).toBe(true);
  });

  it('closes what it started in vain when everything is settled', async () => {
    const { input } = inputOf({}, { judge: () => IDS });
    const counts = counted(input);
    expect((await measureComparison(input)).blocks).toHaveLength(2);
    expect(counts).toEqual({ started: 6, closed: 6 });
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
