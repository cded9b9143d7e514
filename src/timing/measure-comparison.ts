import type { Benchmark, Isolate } from '../contracts.ts';
import type { BenchmarkPlan, ComparisonPlan } from '../schema/comparison-run.ts';
import type { MeasuredWorkload, PlannedContender } from '../schema/measured-workload.ts';
import type { Block, SubjectFacts } from '../schema/run.ts';
import type { TurnTaker } from '../turn-contracts.ts';
import { Ahead } from './ahead.ts';
import { Budget, type Pending } from './comparison-budget.ts';
import type { TimingEvent } from './events.ts';
import { type ContendersInput, measureContenders } from './measure-contenders.ts';
import { prepareContenders } from './prepare-contenders.ts';
import { programTurns } from './program-turns.ts';
import type { Pace } from './warm-up.ts';

/** A comparison lives from its pairs; its latency distribution has to get by with less than a baseline's. */
const SAMPLING = { share: 0.02, longest_ms: 1.5 };

type Entry = ComparisonPlan['schedule'][number];

/** What there is to judge between two blocks: everything that was measured up to now. */
export interface Look {
  blocks: readonly Block[];
  /** Replicates that every undecided workload has now, unless its time is used up. */
  replicates: number;
}

export interface ComparisonInput {
  plan: ComparisonPlan | BenchmarkPlan;
  /** Instead of the plan's own: the confirmation's entries of the workloads that would fail the gate. */
  schedule?: readonly Entry[];
  /** Inputs and right answers of the `program` workloads, by id. */
  benchmarks: ReadonlyMap<string, Pick<Benchmark, 'inputs' | 'answers'>>;
  /** Starts a fresh isolate: of a subject for a `program` workload, otherwise a turn taker (as the probe always is). */
  start: (
    contender: PlannedContender,
    workload: MeasuredWorkload,
    onOutput: (text: string) => void,
  ) => Promise<Isolate | TurnTaker>;
  /** Ids of workloads that need no further measuring. Asked at the looks of a comparison's plan. */
  judge: (look: Look) => Iterable<string>;
  /** Processors that may be used, by the system's numbers. */
  processors: readonly number[];
  /** Monotonic clock in milliseconds since the run's start; the budget counts from the call. */
  now: () => number;
  signal: AbortSignal;
  onEvent: (event: TimingEvent) => void;
}

export interface Measured {
  blocks: Block[];
  /** By contender; only those that were loaded. */
  subjects: Record<string, SubjectFacts>;
}

/**
 * Carries a plan out, block by block. After the replicates that the plan names, workloads whose verdict is settled get
 * nothing more and their time goes to the others. A workload that did not go well once is not tried again; what was
 * finished before an interruption is kept.
 */
export async function measureComparison(input: ComparisonInput): Promise<Measured> {
  const { plan, signal, onEvent } = input;
  const schedule = input.schedule ?? plan.schedule;
  const measured: Measured = { blocks: [], subjects: {} };
  const settled = new Set<string>();
  const isOverlapping = schedule.every((entry) => canPrepare(input, entry));
  const budget = new Budget(plan.timing, schedule, input.now, isOverlapping);
  const paces = new Map<string, readonly Pace[]>();
  const contenders = contendersFor(input, measured, paces);
  const endings: Promise<unknown>[] = [];
  /** The block under way, and what it is expected to take. */
  let running: { entry: Entry; share_ms: number } | null = null;
  const ahead = new Ahead({
    next: (waiting) => {
      if (running === null) return null;
      const { entry, share_ms } = running;
      const pending: Pending[] = [{ workload: entry.workload, share_ms }];
      for (const each of waiting)
        pending.push({ workload: each.workload, share_ms: budget.share(each, settled, pending) ?? 0 });
      const last = schedule.indexOf(waiting.at(-1) ?? entry);
      const next = schedule.slice(last + 1).find((each) => !settled.has(each.workload));
      return next && budget.share(next, settled, pending) !== null ? next : null;
    },
    prepare: async (entry, isWanted, cancel) => {
      const either = AbortSignal.any([signal, cancel]);
      const prepared = await prepareContenders({ ...contenders(entry), signal: either }, isWanted);
      if (!either.aborted) budget.learn(prepared.cost_ms);
      return prepared;
    },
  });
  try {
    for (const [index, entry] of schedule.entries()) {
      if (signal.aborted) break;
      if (entry.replicate !== schedule[index - 1]?.replicate) {
        for (const id of look(input, measured.blocks, entry.replicate)) settled.add(id);
      }
      const workload = plan.workloads.find(({ id }) => id === entry.workload);
      if (!workload || settled.has(entry.workload)) continue;
      const expected_ms = budget.share(entry, settled);
      if (expected_ms === null) continue;
      onEvent({ kind: 'block-started', workload: entry.workload, index, of: schedule.length });
      const prepared = ahead.take(entry);
      running = { entry, share_ms: expected_ms };
      const onTurns = () => ahead.fill();
      const onClosing = (closing: Promise<unknown>) => endings.push(closing);
      const overlap = isOverlapping ? { onTurns, onClosing } : {};
      const share_ms = () => budget.share(entry, settled) ?? expected_ms;
      const block = await measureContenders({ ...contenders(entry), share_ms, ...overlap }, prepared);
      if (signal.aborted && block.coins.length === 0) break;
      budget.spend(block);
      measured.blocks.push(block);
      onEvent({ kind: 'block-finished', block });
      if (wentWrong(block)) settled.add(entry.workload);
    }
  } finally {
    await ahead.close();
    await Promise.all(endings);
  }
  return measured;
}

/**
 * Only functions are started while others take turns, and only beside a second processor: their threads are loaded in a
 * tenth of a second. Commands may use all processors, and subjects in processes of their own are dear to start in vain.
 */
function canPrepare({ plan, processors }: ComparisonInput, { workload }: Entry): boolean {
  const isFunction = plan.workloads.some(({ id, shape }) => id === workload && shape === 'function');
  return isFunction && processors.length > 1;
}

/** What every entry of the schedule is measured with, but for its share of the time. */
function contendersFor(
  input: ComparisonInput,
  measured: Measured,
  paces: Map<string, readonly Pace[]>,
): (entry: Entry) => Omit<ContendersInput, 'share_ms'> {
  const { plan } = input;
  const data = dataOf(input);
  return (entry) => {
    const workload = plan.workloads.find(({ id }) => id === entry.workload) as MeasuredWorkload;
    const known = paces.get(entry.workload);
    return {
      ...(known && { known }),
      onPaces: (found) => paces.set(entry.workload, found),
      ...entry,
      // What comes first was measured 1 % faster on a busy machine, and few replicates don't even that out: which of them
      // begins with A is drawn.
      isReversed: (plan.seed + entry.replicate) % 2 === 1,
      slice_ms: plan.timing.slice_ms,
      warm_up: 'alone',
      sampling: SAMPLING,
      processors: input.processors,
      contenders: plan.contenders.map((contender) => ({
        id: contender.id,
        warm_up_ms: plan.timing.warm_up_ms[contender.id] ?? 0,
        start: () => start(contender, workload, input, data),
      })),
      now: input.now,
      signal: input.signal,
      onLoaded: (id, facts) => {
        if (measured.subjects[id]) return;
        measured.subjects[id] = facts;
        input.onEvent({ kind: 'subject-loaded', contender: id, facts });
      },
    };
  };
}

const wentWrong = ({ contenders }: Block) => contenders.some(({ status }) => status !== 'ok');

/** A benchmark's plan has no verdict that could be settled. */
function look(
  { plan, judge }: ComparisonInput,
  blocks: readonly Block[],
  replicates: number,
): Iterable<string> {
  const isDue = plan.kind === 'comparison' && plan.looks.includes(replicates);
  return isDue ? judge({ blocks, replicates }) : [];
}

type Data = (workload: string) => Pick<Parameters<typeof programTurns>[1], 'inputs' | 'answers'>;

/** A subject's isolate gets the workload's program; everything else takes turns as it is. */
async function start(
  contender: PlannedContender,
  workload: MeasuredWorkload,
  input: ComparisonInput,
  data: Data,
): Promise<TurnTaker> {
  const onOutput = (text: string) => input.onEvent({ kind: 'output', contender: contender.id, text });
  const started = await input.start(contender, workload, onOutput);
  if (!('rehearse' in started)) return started;
  if (workload.shape !== 'program') throw new TypeError(`${workload.id} is no program for a subject`);
  return programTurns(started, { workload, ...data(workload.id) });
}

/** Computed once for each benchmark: right answers take longer than a slice, and every isolate gets the same. */
function dataOf({ plan, benchmarks }: ComparisonInput): Data {
  const known = new Map<string, ReturnType<Data>>();
  return (id) => {
    const benchmark = benchmarks.get(id);
    if (!benchmark) throw new TypeError(`the inputs of ${id} are not there`);
    const inputs = known.get(id)?.inputs ?? benchmark.inputs(plan.seed);
    const data = known.get(id) ?? { inputs, answers: benchmark.answers(inputs) };
    known.set(id, data);
    return data;
  };
}
