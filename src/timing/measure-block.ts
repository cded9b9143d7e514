import { createHash } from 'node:crypto';
import { checkAnswers, toGrid } from '../analysis/check-answers.ts';
import { type Random, seededRandom } from '../analysis/random.ts';
import type { InputArray, Isolate } from '../contracts.ts';
import type { Block, ContenderBlock, PlannedWorkload, SubjectFacts, TimingSettings } from '../schema/run.ts';
import { attribute, blame, ContenderFailure } from './attribute.ts';
import { takeTurns } from './turns.ts';
import { callsPerSlice, warmUp } from './warm-up.ts';

/** Share of a block's time that goes to single calls for the latency distribution, and its bounds. */
const SAMPLING_SHARE = 0.15;
const LONGEST_SAMPLING_MS = 60;
/** Share of a block's time that is left for turns even when starting and warming up took longer than foreseen. */
const LEAST_TURNS_SHARE = 0.4;
/** Fewest turns of a block, however slow the calls: two isolates then have the six pairs that an interval needs. */
const FEWEST_TURNS = 3;

export interface BlockInput {
  workload: PlannedWorkload;
  inputs: Record<string, InputArray>;
  /** Known right answers by step name. */
  answers: Record<string, ArrayLike<number>>;
  replicate: number;
  seed: number;
  timing: TimingSettings;
  /** Processors that may be used; one is drawn for all contenders of the block. */
  processors: readonly number[];
  /** Starts one isolate per contender, in the order of the plan. */
  contenders: readonly { id: string; start: () => Promise<Isolate> }[];
  /** Monotonic clock in milliseconds since the run's start, and how long this block should take. */
  now: () => number;
  share_ms: number;
  signal: AbortSignal;
  onLoaded: (contender: string, facts: SubjectFacts) => void;
}

const hash = (values: ArrayLike<number>, grid: number) =>
  createHash('sha256')
    .update(new Uint8Array(toGrid(values, grid).buffer))
    .digest('hex');

function empty(id: string): ContenderBlock {
  return {
    id,
    status: 'ok',
    result_hash: null,
    start_ms: 0,
    warm_up_calls: 0,
    calls_per_slice: 0,
    slices_ms: [],
    preempted: [],
    calls_ms: [],
    calls_per_sample: 1,
  };
}

/** Fresh isolates for all contenders, the check against the known answers, then the timing, if all are right. */
export async function measureBlock(input: BlockInput): Promise<Block> {
  const block: Block = {
    workload: input.workload.id,
    replicate: input.replicate,
    started_ms: input.now(),
    processor: null,
    coins: [],
    contenders: input.contenders.map(({ id }) => empty(id)),
  };
  const isolates: Isolate[] = [];
  const closeAll = () => Promise.all(isolates.map((isolate) => isolate.close()));
  input.signal.addEventListener('abort', closeAll, { once: true });
  try {
    await startAll(isolates, block, input);
    for (const [i, isolate] of isolates.entries()) await check(isolate, i, block, input);
    if (block.contenders.every(({ status }) => status === 'ok') && !input.signal.aborted) {
      const random = seededRandom(input.seed);
      block.processor = await pin(isolates, input.processors[random.integer(input.processors.length)]);
      await time(isolates, block, input, random);
    }
  } catch (cause) {
    // An interruption ends the isolates under our hands: what they had finished is kept as it is.
    if (!input.signal.aborted) {
      if (!(cause instanceof ContenderFailure)) throw cause;
      mark(block, cause.contender, 'failed', cause.message);
    }
  } finally {
    input.signal.removeEventListener('abort', closeAll);
    await closeAll();
  }
  checkTimedResults(block, input);
  return block;
}

/** Starts the isolates side by side; those that did start are in `isolates` even if one of them did not. */
async function startAll(isolates: Isolate[], block: Block, input: BlockInput): Promise<void> {
  const starts = await Promise.allSettled(
    input.contenders.map(async ({ id, start }, i) => {
      const isolate = await start().catch((cause) => blame(i, cause));
      const contender = block.contenders[i];
      if (contender) contender.start_ms = input.now() - block.started_ms;
      input.onLoaded(id, isolate.facts);
      return attribute(isolate, i);
    }),
  );
  for (const start of starts) if (start.status === 'fulfilled') isolates.push(start.value);
  for (const start of starts) if (start.status === 'rejected') throw start.reason;
}

function mark(block: Block, contender: number, status: ContenderBlock['status'], reason: string): void {
  const entry = block.contenders[contender];
  if (entry) Object.assign(entry, { status, reason });
}

/** Marks a contender that lacks an operation as skipped, one that fails as failed, one that is wrong as invalid. */
async function check(isolate: Isolate, i: number, block: Block, input: BlockInput): Promise<void> {
  const { workload, inputs, answers } = input;
  const steps = [...workload.setup, ...workload.steps];
  const needed = [...steps.map((step) => step.operation), 'values' as const];
  const { broken, missing } = isolate.facts;
  const reasons = (of: typeof missing) => needed.flatMap((operation) => of[operation] ?? []);
  if (reasons(broken).length > 0) return mark(block, i, 'failed', listed(reasons(broken)));
  if (reasons(missing).length > 0) return mark(block, i, 'skipped', listed(reasons(missing)));
  const program = { inputs, setup: workload.setup, steps: workload.steps, observed: Object.keys(answers) };
  const { values, failure } = await isolate.rehearse(program);
  const mismatch = checkAnswers(steps, values, answers, workload.grid);
  const entry = block.contenders[i];
  if (mismatch && entry) {
    mark(block, i, 'invalid', `${mismatch.operation} is wrong`);
    entry.mismatch = mismatch;
  } else if (failure) {
    const isUnbuilt = failure.message.startsWith('NotImplementedError');
    mark(block, i, isUnbuilt ? 'skipped' : 'failed', `${failure.operation}: ${failure.message}`);
  }
}

/** Several reasons as one, without a full stop. */
const listed = (reasons: readonly string[]) =>
  [...new Set(reasons)].map((reason) => reason.replace(/\.$/, '')).join('; ');

/** @returns the processor that all isolates are confined to now, or null where that can't be done */
async function pin(isolates: readonly Isolate[], processor: number | undefined): Promise<number | null> {
  if (processor === undefined) return null;
  const pinned = await Promise.all(isolates.map((isolate) => isolate.pin(processor)));
  return pinned.every(Boolean) ? processor : null;
}

/** Warm-up, turns until the deadline, the latency distribution, and a last look at what the timed loop computed. */
async function time(
  isolates: readonly Isolate[],
  block: Block,
  input: BlockInput,
  random: Random,
): Promise<void> {
  const { timing, workload, signal, now, share_ms } = input;
  const warm = await warmUp(
    isolates,
    block.contenders.map(({ id }) => timing.warm_up_ms[id] ?? 0),
  );
  const callMs = warm.map(({ call_ms }) => call_ms);
  for (const [i, calls] of callsPerSlice(callMs, timing.slice_ms).entries()) {
    const contender = block.contenders[i];
    if (contender) Object.assign(contender, { calls_per_slice: calls, warm_up_calls: warm[i]?.calls });
  }
  const left = Math.max(share_ms * LEAST_TURNS_SHARE, block.started_ms + share_ms - now());
  const sampling = Math.min(left * SAMPLING_SHARE, LONGEST_SAMPLING_MS);
  const end = now() + left - sampling * isolates.length;
  const isOver = (done: number) => signal.aborted || (done >= FEWEST_TURNS && now() >= end);
  await takeTurns(isolates, block, (n) => random.integer(n), isOver);
  for (const [i, contender] of block.contenders.entries()) {
    const isolate = isolates[i];
    if (!isolate || signal.aborted) return;
    await sample(isolate, contender, sampling);
    contender.result_hash = hash(await isolate.result(), workload.grid);
  }
}

/** A slice of one call is a sample of the latency distribution already. */
async function sample(isolate: Isolate, contender: ContenderBlock, budgetMs: number): Promise<void> {
  if (contender.calls_per_slice === 1) {
    contender.calls_ms = [...contender.slices_ms];
    return;
  }
  const { calls_ms, calls_per_sample } = await isolate.sample(budgetMs);
  Object.assign(contender, { calls_ms, calls_per_sample });
}

/** The timed loop has to have computed the known answer as well, not only the rehearsal: so both sides did the same. */
function checkTimedResults(block: Block, { workload, answers }: BlockInput): void {
  const answer = answers[workload.steps.at(-1)?.name ?? ''];
  if (!answer) return;
  const expected = hash(answer, workload.grid);
  for (const [i, { status, result_hash }] of block.contenders.entries()) {
    if (status !== 'ok' || result_hash === null || result_hash === expected) continue;
    mark(block, i, 'invalid', 'the timed loop computed something else than the rehearsal before it');
  }
}
