import { type Random, seededRandom } from '../analysis/random.ts';
import type { Block, ContenderBlock, SubjectFacts } from '../schema/run.ts';
import type { Finding, TurnTaker } from '../turn-contracts.ts';
import { attribute, blame, ContenderFailure } from './attribute.ts';
import { areEqual } from './equal-results.ts';
import { type Observed, type Pace, warmUpAlone } from './warm-up.ts';

export interface PreparationInput {
  /** Id of the workload. */
  workload: string;
  replicate: number;
  seed: number;
  /** Whether contenders that come one after the other do so the other way round. */
  isReversed: boolean;
  /** Whether the contenders warm up in turns once it is their time, or each for its own while they are prepared. */
  warm_up: 'alternating' | 'alone';
  /** What an earlier block found out about the contenders' calls, so that this one need not. */
  known?: readonly Pace[];
  /** Processors that may be used; one is drawn for all contenders of the block. */
  processors: readonly number[];
  /** Starts one isolate per contender, in the order of the plan. */
  contenders: readonly { id: string; warm_up_ms: number; start: () => Promise<TurnTaker> }[];
  /** Monotonic clock in milliseconds since the run's start. */
  now: () => number;
  signal: AbortSignal;
  onLoaded: (contender: string, facts: SubjectFacts) => void;
}

/** Contenders that are loaded, checked and warm, or what went wrong with them; they live until the block is measured. */
export interface PreparedContenders {
  block: Block;
  takers: readonly TurnTaker[];
  /** By contender; those that warm up in turns, or not at all, have none. */
  observed: readonly (Observed | null)[];
  /** Decides everything of the block that is left to chance, from here on the order of turns. */
  random: Random;
  /** Confines all contenders to the processor that was drawn for the block. */
  confine: () => Promise<void>;
  /** When each contender was loaded, on the run's clock. */
  loaded_ms: readonly number[];
  /** How long everything takes if nothing else goes on: what was done beside the turns of others had half of the machine. */
  cost_ms: number;
  /** What must not be kept: an error of tito, and nothing of the code under test. */
  error: unknown;
  close: () => Promise<void>;
}

/**
 * Starts fresh isolates for all contenders, checks what they compute and warms them up. Nothing is timed, so that another
 * block may be taking its turns meanwhile.
 *
 * @param others settles when no other block takes turns any more. Until then the contenders come one after the other, so
 *   that they take one processor only; from then on, and if there are no others, they come at the same time
 * @returns never rejects: what went wrong is said when the block is measured
 */
export async function prepareContenders(
  input: PreparationInput,
  others?: Promise<unknown>,
): Promise<PreparedContenders> {
  // How they end, and whether they failed, is not for this block to know.
  const alone = Promise.allSettled([others]);
  const started_ms = input.now();
  const block: Block = {
    workload: input.workload,
    replicate: input.replicate,
    started_ms,
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
  const loaded_ms = input.contenders.map(() => started_ms);
  const random = seededRandom(input.seed);
  const processor = input.processors[random.integer(input.processors.length)];
  const confine = async () => {
    block.processor ??= await pin(takers, processor);
  };
  const observed: (Observed | null)[] = input.contenders.map(() => null);
  const cost_ms = watchCost(input.now, alone);
  let error: unknown;
  try {
    await startAll(takers, loaded_ms, input, alone);
    input.signal.throwIfAborted();
    const each = (work: (taker: TurnTaker, i: number) => Promise<void>) =>
      inOrder(input, [...takers.entries()], alone, ([i, taker]) => work(taker, i));
    await each(async (taker, i) => mark(block, i, await taker.check()));
    compareOutcomes(takers, block);
    if (input.warm_up === 'alone' && isSound(block)) {
      await each(async (taker, i) => {
        if (taker.pace === 'single') return;
        const warm_up_ms = input.contenders[i]?.warm_up_ms ?? 0;
        observed[i] = await warmUpAlone(taker, warm_up_ms, input.known === undefined);
      });
    }
  } catch (cause) {
    error = rememberFailure(block, cause, input.signal);
  }
  return { block, takers, observed, random, confine, loaded_ms, cost_ms: cost_ms(), error, close };
}

/** @returns what was spent since the call, of which the time before `alone` settled counts half */
function watchCost(now: () => number, alone: Promise<unknown>): () => number {
  const start = now();
  let aloneFrom = Number.POSITIVE_INFINITY;
  void alone.then(() => {
    aloneFrom = now();
  });
  return () => {
    const end = now();
    const from = Math.min(aloneFrom, end);
    return (from - start) / 2 + (end - from);
  };
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

export const isSound = ({ contenders }: Block): boolean => contenders.every(({ status }) => status === 'ok');

/** @returns what is no failure of the code under test, which is in the block then */
export function rememberFailure(block: Block, cause: unknown, signal: AbortSignal): unknown {
  // An interruption ends the isolates under our hands: what they had finished is kept as it is.
  if (signal.aborted) return undefined;
  if (!(cause instanceof ContenderFailure)) return cause;
  mark(block, cause.contender, { status: 'failed', reason: cause.message });
  return undefined;
}

/** Starts the isolates; those that did start are in `takers` even if one of them did not. */
async function startAll(
  takers: TurnTaker[],
  loaded_ms: number[],
  input: PreparationInput,
  alone: Promise<unknown>,
): Promise<void> {
  const started = new Map<number, TurnTaker>();
  const startOne = async (i: number) => {
    const { id, start } = input.contenders[i] as PreparationInput['contenders'][number];
    const taker = await start().catch((cause) => blame(i, cause));
    loaded_ms[i] = input.now();
    input.onLoaded(id, taker.facts);
    started.set(i, attribute(taker, i));
  };
  try {
    await inOrder(input, [...input.contenders.keys()], alone, startOne);
  } finally {
    for (const i of input.contenders.keys()) {
      const taker = started.get(i);
      if (taker) takers.push(taker);
    }
  }
}

/**
 * Does the same to all contenders: one after the other until `alone` settles, then at the same time. What comes first meets
 * another heap and another machine: from one replicate to the next the order is the other way round.
 * @throws what the first of them to fail failed with, after all have ended
 */
async function inOrder<T>(
  { isReversed }: Pick<PreparationInput, 'isReversed'>,
  things: readonly T[],
  alone: Promise<unknown>,
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const works: Promise<PromiseSettledResult<void>[]>[] = [];
  for (const thing of isReversed ? things.toReversed() : things) {
    const done = Promise.allSettled([work(thing)]);
    works.push(done);
    await Promise.race([done, alone]);
  }
  for (const end of (await Promise.all(works)).flat()) if (end.status === 'rejected') throw end.reason;
}

export function mark(block: Block, contender: number, finding: Finding | null): void {
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
