import type { Benchmark, Isolate } from '../contracts.ts';
import type { BaselinePlan, Block, SubjectFacts } from '../schema/run.ts';
import type { TimingEvent } from './events.ts';
import { measureBlock } from './measure-block.ts';

/** Part of its equal share that a block gets even when slow workloads before it have used up the budget. */
const LEAST_SHARE = 0.5;
/** How far beyond its part of the budget a workload may go before it gets no further isolate. */
const ALLOWANCE = 1.2;

type Data = Pick<Benchmark, 'inputs' | 'answers'>;

export interface MeasureInput {
  plan: BaselinePlan;
  benchmarks: ReadonlyMap<string, Data>;
  /** Starts a fresh isolate of the contender with this id. */
  start: (contender: string, onOutput: (text: string) => void) => Promise<Isolate>;
  /** Processors that may be used, by the system's numbers. */
  processors: readonly number[];
  /** Monotonic clock in milliseconds. */
  now: () => number;
  signal: AbortSignal;
  onEvent: (event: TimingEvent) => void;
}

/**
 * Carries a plan out, block by block, in the plan's order. Failures of the code under test are in the blocks;
 * a workload that did not go well once is not tried again in further isolates.
 */
export async function measure(input: MeasureInput): Promise<Block[]> {
  const { plan, benchmarks, signal, onEvent } = input;
  const origin = input.now();
  const now = () => input.now() - origin;
  const budget = plan.timing.budget_s * 1000;
  const blocks: Block[] = [];
  const data = once((benchmark) => {
    const inputs = benchmark.inputs(plan.seed);
    return { inputs, answers: benchmark.answers(inputs) };
  });
  const onLoaded = firstOf((facts) => onEvent({ kind: 'subject-loaded', facts }));
  for (const [index, entry] of plan.schedule.entries()) {
    if (signal.aborted) break;
    const benchmark = benchmarks.get(entry.workload);
    const workload = plan.workloads.find(({ id }) => id === entry.workload);
    if (!benchmark || !workload || wentWrong(entry.workload, blocks)) continue;
    // Further isolates narrow the intervals; they are no reason for a slow workload to take more than its part.
    const spent = timeSpent(entry.workload, blocks, now);
    const going = plan.workloads.filter(({ id }) => !wentWrong(id, blocks)).length;
    if (entry.replicate > 0 && spent >= (ALLOWANCE * budget) / going) continue;
    onEvent({ kind: 'block-started', workload: entry.workload, index, of: plan.schedule.length });
    const left = plan.schedule.slice(index).filter((each) => !wentWrong(each.workload, blocks)).length;
    const share_ms = Math.max((budget - now()) / left, (LEAST_SHARE * budget) / plan.schedule.length);
    const block = await measureBlock({
      workload,
      ...data(benchmark),
      replicate: entry.replicate,
      seed: entry.seed,
      timing: plan.timing,
      processors: input.processors,
      contenders: plan.contenders.map((id) => ({
        id,
        start: () => input.start(id, (text) => onEvent({ kind: 'output', contender: id, text })),
      })),
      now,
      share_ms,
      signal,
      onLoaded: (contender, facts) => contender === plan.contenders[0] && onLoaded(facts),
    });
    if (signal.aborted && block.coins.length === 0) break;
    blocks.push(block);
    onEvent({ kind: 'block-finished', block });
  }
  return blocks;
}

/** Time that the blocks of a workload took; they follow one another without gaps. */
function timeSpent(workload: string, blocks: readonly Block[], now: () => number): number {
  return blocks.reduce((sum, block, i) => {
    const end = blocks[i + 1]?.started_ms ?? now();
    return block.workload === workload ? sum + end - block.started_ms : sum;
  }, 0);
}

function wentWrong(workload: string, blocks: readonly Block[]): boolean {
  return blocks.some(
    (block) => block.workload === workload && block.contenders.some(({ status }) => status !== 'ok'),
  );
}

/** Computes once for each benchmark: answers take longer than a slice, and every isolate gets the same. */
function once<T>(compute: (benchmark: Data) => T): (benchmark: Data) => T {
  const known = new Map<Data, T>();
  return (benchmark) => {
    const value = known.get(benchmark) ?? compute(benchmark);
    known.set(benchmark, value);
    return value;
  };
}

function firstOf(report: (facts: SubjectFacts) => void): (facts: SubjectFacts) => void {
  let isFirst = true;
  return (facts) => {
    if (isFirst) report(facts);
    isFirst = false;
  };
}
