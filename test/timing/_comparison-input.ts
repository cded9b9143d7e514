import type { MeasuredWorkload } from '../../src/schema/measured-workload.ts';
import type { TimingEvent } from '../../src/timing/events.ts';
import type { ComparisonInput } from '../../src/timing/measure-comparison.ts';
import { planComparison } from '../../src/timing/plan-comparison.ts';
import type { TurnTaker } from '../../src/turn-contracts.ts';
import type { FakeClock } from './_fake-isolate.ts';
import { fakeTurnTaker } from './_fake-turn-taker.ts';

export const BUDGET_S = 8;
export const IDS = ['first', 'second'];
export const TIMING = { slice_ms: 0.5, warm_up_ms: { a: 20, b: 20 }, budget_s: BUDGET_S, call_limit_s: 10 };

export const functionWorkload = (id: string): MeasuredWorkload => ({
  shape: 'function',
  id,
  title: id,
  unit: 'call',
  units_per_call: 1,
  score: null,
});

export interface Given {
  taker?: (contender: string, workload: string) => Partial<TurnTaker>;
  callMs?: (contender: string, workload: string) => number;
  overheadMs?: number;
  workloads?: MeasuredWorkload[];
}

export function inputOf(given: Given = {}, more: Partial<ComparisonInput> = {}) {
  const clock: FakeClock = { now: 0 };
  const events: TimingEvent[] = [];
  const plan = planComparison({
    seed: 2,
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

export const timeOf = (blocks: { workload: string; contenders: { slices_ms: number[] }[] }[], id: string) =>
  blocks
    .filter(({ workload }) => workload === id)
    .flatMap(({ contenders }) => contenders.flatMap(({ slices_ms }) => slices_ms))
    .reduce((sum, ms) => sum + ms, 0);

/** How many contenders are started and closed from now on. */
export function counted(input: ComparisonInput) {
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
