import { type Random, seededRandom } from '../analysis/random.ts';
import type { Block, ContenderBlock, SubjectFacts } from '../schema/run.ts';
import type { Finding, TurnTaker } from '../turn-contracts.ts';
import { attribute, blame, ContenderFailure } from './attribute.ts';
import { areEqual } from './equal-results.ts';
import { inStages, type Stage } from './in-stages.ts';
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
 * @param isWanted settles when somebody waits for them. Until then the contenders come one after the other, so that they
 *   take one processor only; from then on, and where it is left out, they come at the same time
 * @returns never rejects: what went wrong is said when the block is measured
 */
export async function prepareContenders(
  input: PreparationInput,
  isWanted: Promise<unknown> = Promise.resolve(),
): Promise<PreparedContenders> {
  const started_ms = input.now();
  const block: Block = {
    workload: input.workload,
    replicate: input.replicate,
    started_ms,
    processor: null,
    coins: [],
    contenders: input.contenders.map(({ id }) => empty(id)),
  };
  // By contender; where one did not start there is a hole, which `map` and `some` leave out.
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
  const cost_ms = watchCost(input.now, isWanted);
  const start = async (i: number) => {
    const { id, start } = input.contenders[i] as PreparationInput['contenders'][number];
    const taker = await start().catch((cause) => blame(i, cause));
    loaded_ms[i] = input.now();
    takers[i] = attribute(taker, i);
    input.onLoaded(id, taker.facts);
  };
  const check = async (i: number) => {
    mark(block, i, (await takers[i]?.check()) ?? null);
  };
  const warm = async (i: number) => {
    const taker = takers[i];
    if (!taker || taker.pace === 'single' || block.contenders[i]?.status !== 'ok') return;
    const warm_up_ms = input.contenders[i]?.warm_up_ms ?? 0;
    observed[i] = await warmUpAlone(taker, warm_up_ms, input.known === undefined);
  };
  let error: unknown;
  try {
    const order = [...input.contenders.keys()];
    if (input.isReversed) order.reverse();
    const stages = input.warm_up === 'alone' ? [start, check, warm] : [start, check];
    const unlessAborted = (stage: Stage) => (i: number) => {
      input.signal.throwIfAborted();
      return stage(i);
    };
    await inStages(order, stages.map(unlessAborted), isWanted);
    input.signal.throwIfAborted();
    compareOutcomes(takers, block);
  } catch (cause) {
    error = rememberFailure(block, cause, input.signal);
  }
  return { block, takers, observed, random, confine, loaded_ms, cost_ms: cost_ms(), error, close };
}

/** @returns what was spent since the call, of which the time before it was wanted counts half */
function watchCost(now: () => number, isWanted: Promise<unknown>): () => number {
  const start = now();
  let wantedFrom = Number.POSITIVE_INFINITY;
  const remember = () => {
    wantedFrom = now();
  };
  isWanted.then(remember, remember);
  return () => {
    const end = now();
    const from = Math.min(wantedFrom, end);
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
