import { type Random, seededRandom } from '../analysis/random.ts';
import type { Block, ContenderBlock, SubjectFacts } from '../schema/run.ts';
import type { Finding, TurnTaker } from '../turn-contracts.ts';
import { attribute, blame, ContenderFailure } from './attribute.ts';
import { areEqual } from './equal-results.ts';
import { takeTurns } from './turns.ts';
import { callsByPace, type WarmedUp, warmUp, warmUpTogether } from './warm-up.ts';

/** Share of a block's time that is left for turns even when starting and warming up took longer than foreseen. */
const LEAST_TURNS_SHARE = 0.4;
/** Fewest turns of a block, however slow the calls: two isolates then have the six pairs that an interval needs. */
const FEWEST_TURNS = 3;

export interface ContendersInput {
  /** Id of the workload. */
  workload: string;
  replicate: number;
  seed: number;
  slice_ms: number;
  /** Whether the contenders warm up in turns, or all at the same time, which is shorter. */
  warm_up: 'alternating' | 'together';
  /** Share of the block's time that goes to single calls for the latency distribution, and its bound. */
  sampling: { share: number; longest_ms: number };
  /** Processors that may be used; one is drawn for all contenders of the block. */
  processors: readonly number[];
  /** Starts one isolate per contender, in the order of the plan. */
  contenders: readonly { id: string; warm_up_ms: number; start: () => Promise<TurnTaker> }[];
  /** Monotonic clock in milliseconds since the run's start, and how long this block should take. */
  now: () => number;
  share_ms: number;
  signal: AbortSignal;
  onLoaded: (contender: string, facts: SubjectFacts) => void;
  /**
   * Called when the turns begin: from then on one processor is enough. Turns go on beyond the block's time until what it
   * returns is settled, as nothing else could be measured meanwhile, but for no longer than the block should take again.
   */
  onTurns?: () => Promise<unknown> | undefined;
  /** Takes over to wait for the isolates' end, so that the next block can begin; without it they are waited for here. */
  onClosing?: (closing: Promise<unknown>) => void;
}

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

/** Contenders that are loaded and checked, or what went wrong with them; they live until the block is measured. */
export interface PreparedContenders {
  block: Block;
  takers: readonly TurnTaker[];
  /** When each contender was loaded, on the run's clock. */
  loaded_ms: readonly number[];
  /** What must not be kept: an error of tito, and nothing of the code under test. */
  error: unknown;
  close: () => Promise<void>;
}

/**
 * Starts fresh isolates for all contenders and checks what they compute. Nothing is timed, so that another block may
 * be taking its turns meanwhile.
 *
 * @param isBeside whether it does; then one contender is started after the other, so that they take one processor only
 * @returns never rejects: what went wrong is said when the block is measured
 */
export async function prepareContenders(
  input: Omit<ContendersInput, 'share_ms'>,
  isBeside: boolean,
): Promise<PreparedContenders> {
  const block: Block = {
    workload: input.workload,
    replicate: input.replicate,
    started_ms: input.now(),
    processor: null,
    coins: [],
    contenders: input.contenders.map(({ id }) => empty(id)),
  };
  const takers: TurnTaker[] = [];
  const closeAll = () => Promise.all(takers.map((taker) => taker.close()));
  input.signal.addEventListener('abort', closeAll, { once: true });
  const close = async () => {
    input.signal.removeEventListener('abort', closeAll);
    await closeAll();
  };
  const loaded_ms = input.contenders.map(() => block.started_ms);
  let error: unknown;
  try {
    await startAll(takers, loaded_ms, input, isBeside);
    for (const i of inOrder(input, [...takers.keys()])) mark(block, i, (await takers[i]?.check()) ?? null);
    compareOutcomes(takers, block);
  } catch (cause) {
    error = rememberFailure(block, cause, input.signal);
  }
  return { block, takers, loaded_ms, error, close };
}

/** @returns what is no failure of the code under test, which is in the block then */
function rememberFailure(block: Block, cause: unknown, signal: AbortSignal): unknown {
  // An interruption ends the isolates under our hands: what they had finished is kept as it is.
  if (signal.aborted) return undefined;
  if (!(cause instanceof ContenderFailure)) return cause;
  mark(block, cause.contender, { status: 'failed', reason: cause.message });
  return undefined;
}

/**
 * Fresh isolates for all contenders, the check of what they compute, then the timing, if all are right.
 * @param prepared where they were started before their time came: the block's own begins now
 */
export async function measureContenders(
  input: ContendersInput,
  prepared?: Promise<PreparedContenders>,
): Promise<Block> {
  const started = input.now();
  const { block, takers, loaded_ms, error, close } = await (prepared ?? prepareContenders(input, false));
  block.started_ms = started;
  for (const [i, contender] of block.contenders.entries()) {
    contender.start_ms = Math.max(0, (loaded_ms[i] ?? started) - started);
  }
  let fault = error;
  try {
    const isSound = block.contenders.every(({ status }) => status === 'ok');
    if (fault === undefined && isSound && !input.signal.aborted) {
      const random = seededRandom(input.seed);
      const processor = input.processors[random.integer(input.processors.length)];
      const confine = async () => {
        block.processor = await pin(takers, processor);
      };
      await time(takers, block, input, { random, confine });
    }
  } catch (cause) {
    fault = rememberFailure(block, cause, input.signal);
  } finally {
    const closing = close();
    if (input.onClosing) input.onClosing(closing);
    else await closing;
  }
  if (fault !== undefined) throw fault;
  return block;
}

/** Starts the isolates; those that did start are in `takers` even if one of them did not. */
async function startAll(
  takers: TurnTaker[],
  loaded_ms: number[],
  input: Omit<ContendersInput, 'share_ms'>,
  isBeside: boolean,
): Promise<void> {
  const startOne = async (i: number) => {
    const { id, start } = input.contenders[i] as ContendersInput['contenders'][number];
    const taker = await start().catch((cause) => blame(i, cause));
    loaded_ms[i] = input.now();
    input.onLoaded(id, taker.facts);
    return attribute(taker, i);
  };
  const order = inOrder(input, [...input.contenders.keys()]);
  const started = isBeside ? await inTurn(order, startOne) : await Promise.allSettled(order.map(startOne));
  const starts = inOrder(input, started);
  for (const start of starts) if (start.status === 'fulfilled') takers.push(start.value);
  for (const start of starts) if (start.status === 'rejected') throw start.reason;
}

/**
 * Things of the contenders in the order in which they are started, checked and warmed up: from one replicate to the next
 * the other way round, so that what comes first, which meets another heap and another machine, is none of them. Applied
 * twice it is the order of the plan again.
 */
const inOrder = <T>({ replicate }: Pick<ContendersInput, 'replicate'>, things: readonly T[]): T[] =>
  replicate % 2 === 0 ? [...things] : things.toReversed();

async function inTurn<T>(
  indices: readonly number[],
  work: (i: number) => Promise<T>,
): Promise<PromiseSettledResult<T>[]> {
  const results: PromiseSettledResult<T>[] = [];
  for (const i of indices) results.push(...(await Promise.allSettled([work(i)])));
  return results;
}

function mark(block: Block, contender: number, finding: Finding | null): void {
  const entry = block.contenders[contender];
  if (entry && finding) Object.assign(entry, finding);
}

/** Implementations that compute different things are not comparable, whatever their speed. */
function compareOutcomes(takers: readonly TurnTaker[], block: Block): void {
  const outcomes = takers.map((taker) => (taker.pace === 'own' ? null : taker.outcome()));
  const first = outcomes[0];
  for (const [i, outcome] of outcomes.entries()) {
    if (!first || !outcome || areEqual(first, outcome)) continue;
    const mismatch = { operation: 'run', step: 'result', expected: first.shown, got: outcome.shown };
    const reason = `its result is not that of '${block.contenders[0]?.id}'`;
    mark(block, i, { status: 'invalid', reason, mismatch });
    const contender = block.contenders[i];
    if (contender) contender.result_hash = outcome.hash;
  }
}

/** @returns the processor that all contenders are confined to now, or null where that can't or should not be done */
async function pin(takers: readonly TurnTaker[], processor: number | undefined): Promise<number | null> {
  if (processor === undefined || takers.some((taker) => !taker.pin)) return null;
  const pinned = await Promise.all(takers.map((taker) => taker.pin?.(processor)));
  return pinned.every(Boolean) ? processor : null;
}

/** Warm-up, turns until the deadline, the latency distribution, and a last look at what the timed loop computed. */
async function time(
  takers: readonly TurnTaker[],
  block: Block,
  input: ContendersInput,
  { random, confine }: { random: Random; confine: () => Promise<void> },
): Promise<void> {
  const { signal, now, share_ms, sampling } = input;
  const warm = await warmAll(takers, input, confine);
  const paces = takers.map(({ pace }, i) => ({ pace, ...(warm[i] ?? CHECKED) }));
  for (const [i, calls] of callsByPace(paces, input.slice_ms).entries()) {
    const contender = block.contenders[i];
    if (contender) Object.assign(contender, { calls_per_slice: calls, warm_up_calls: warm[i]?.calls });
  }
  const left = Math.max(share_ms * LEAST_TURNS_SHARE, block.started_ms + share_ms - now());
  const each = Math.min(left * sampling.share, sampling.longest_ms);
  const end = now() + left - each * takers.length;
  const isAwaited = whilePending(input.onTurns?.());
  const isOver = (done: number) => {
    if (signal.aborted) return true;
    const isTimeUp = now() >= end && (!isAwaited() || now() >= end + share_ms);
    return done >= FEWEST_TURNS && isTimeUp;
  };
  await takeTurns(takers, block, (n) => random.integer(n), isOver);
  for (const [i, contender] of block.contenders.entries()) {
    const taker = takers[i];
    if (!taker || signal.aborted) return;
    await sample(taker, contender, each);
    const { hash, finding } = await taker.conclude();
    contender.result_hash = hash;
    mark(block, i, finding);
  }
}

/** @returns whether it has not settled yet */
function whilePending(promise: Promise<unknown> | undefined): () => boolean {
  let isPending = promise !== undefined;
  const settle = () => {
    isPending = false;
  };
  promise?.then(settle, settle);
  return () => isPending;
}

/** A process is always fresh: the run that checked its exit status has warmed the caches up, and all there is to warm. */
const CHECKED: WarmedUp = { calls: 1, call_ms: 0, calls_per_collection: null };

async function warmAll(
  takers: readonly TurnTaker[],
  input: ContendersInput,
  confine: () => Promise<void>,
): Promise<WarmedUp[]> {
  const isGoing = (i: number) => takers[i]?.pace !== 'single';
  const going = inOrder(
    input,
    takers.filter((_, i) => isGoing(i)),
  );
  const durations = inOrder(
    input,
    input.contenders.filter((_, i) => isGoing(i)).map(({ warm_up_ms }) => warm_up_ms),
  );
  const isTogether = input.warm_up === 'together';
  if (!isTogether) await confine();
  const warmed = isTogether
    ? await warmUpTogether(going, durations, confine)
    : await warmUp(going, durations);
  const warm = inOrder(input, warmed);
  return takers.map((_, i) => (isGoing(i) ? (warm.shift() ?? CHECKED) : CHECKED));
}

/** A slice of one call is a sample of the latency distribution already. */
async function sample(taker: TurnTaker, contender: ContenderBlock, budgetMs: number): Promise<void> {
  if (contender.calls_per_slice === 1) {
    contender.calls_ms = [...contender.slices_ms];
    return;
  }
  const { calls_ms, calls_per_sample } = await taker.sample(budgetMs);
  Object.assign(contender, { calls_ms, calls_per_sample });
}
