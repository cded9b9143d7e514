import type { Block, ContenderBlock } from '../schema/run.ts';
import type { TurnTaker } from '../turn-contracts.ts';
import {
  isSound,
  mark,
  type PreparationInput,
  type PreparedContenders,
  prepareContenders,
  rememberFailure,
} from './prepare-contenders.ts';
import { takeTurns } from './turns.ts';
import { callsByPace, type Pace, settle, type WarmedUp, warmUp, withCollections } from './warm-up.ts';

/** Share of a block's time that is left for turns even when starting and warming up took longer than foreseen. */
const LEAST_TURNS_SHARE = 0.4;
/** Fewest turns of a block, however slow the calls: two isolates then have the six pairs that an interval needs. */
const FEWEST_TURNS = 3;

export interface ContendersInput extends PreparationInput {
  slice_ms: number;
  /** Share of the block's time that goes to single calls for the latency distribution, and its bound. */
  sampling: { share: number; longest_ms: number };
  /** How long this block should take, from when it was asked for; said once its contenders are ready. */
  share_ms: () => number;
  /** Told how slices are measured out, before the turns begin. */
  onPaces?: (paces: readonly Pace[]) => void;
  /** Called when the turns begin: while they last, one processor is enough. */
  onTurns?: () => void;
  /** Takes over to wait for the isolates' end, so that the next block can begin; without it they are waited for here. */
  onClosing?: (closing: Promise<unknown>) => void;
}

/**
 * Fresh isolates for all contenders, the check of what they compute, then the timing, if all are right.
 * @param ahead where they were started before their time came: the block's own begins now
 */
export async function measureContenders(
  input: ContendersInput,
  ahead?: Promise<PreparedContenders>,
): Promise<Block> {
  const started = input.now();
  const prepared = await (ahead ?? prepareContenders(input));
  const { block, loaded_ms, error, close } = prepared;
  block.started_ms = started;
  for (const [i, contender] of block.contenders.entries()) {
    contender.start_ms = Math.max(0, (loaded_ms[i] ?? started) - started);
  }
  let fault = error;
  try {
    if (fault === undefined && isSound(block) && !input.signal.aborted) await time(prepared, input);
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

/** The last of the warm-up, turns until the deadline, the latency distribution, and a last look at what was computed. */
async function time(prepared: PreparedContenders, input: ContendersInput): Promise<void> {
  const { block, takers, random, confine } = prepared;
  const { signal, now, sampling } = input;
  const share_ms = input.share_ms();
  await confine();
  const warm = await allWarm(prepared, input);
  const paces = takers.map(({ pace }, i) => ({ pace, ...(warm[i] ?? CHECKED) }));
  for (const [i, calls] of callsByPace(paces, input.slice_ms).entries()) {
    const contender = block.contenders[i];
    if (contender) Object.assign(contender, { calls_per_slice: calls, warm_up_calls: warm[i]?.calls });
  }
  input.onPaces?.(takers.map((_, i) => warm[i] ?? CHECKED));
  const left = Math.max(share_ms * LEAST_TURNS_SHARE, block.started_ms + share_ms - now());
  const each = Math.min(left * sampling.share, sampling.longest_ms);
  const end = now() + left - each * takers.length;
  const isOver = (done: number) => signal.aborted || (done >= FEWEST_TURNS && now() >= end);
  const turns = takeTurns(takers, block, (n) => random.integer(n), isOver);
  input.onTurns?.();
  await turns;
  for (const [i, contender] of block.contenders.entries()) {
    const taker = takers[i];
    if (!taker || signal.aborted) return;
    await sample(taker, contender, each);
    const { hash, finding } = await taker.conclude();
    contender.result_hash = hash;
    mark(block, i, finding);
  }
}

/** A process is always fresh: the run that checked its exit status has warmed the caches up, and all there is to warm. */
const CHECKED: WarmedUp = { calls: 1, call_ms: 0, calls_per_collection: null };

/**
 * Contenders that are warm already only settle where they take their turns, if nothing is known of their pace; the others
 * warm up there.
 */
async function allWarm(
  { takers, observed }: PreparedContenders,
  { warm_up, isReversed, contenders, known }: ContendersInput,
): Promise<WarmedUp[]> {
  if (known) return known.map((pace, i) => ({ ...CHECKED, ...observed[i]?.warm, ...pace }));
  const going = takers.flatMap((taker, i) => {
    if (taker.pace === 'single') return [];
    return [{ i, taker, warm_up_ms: contenders[i]?.warm_up_ms ?? 0, observed: observed[i] ?? null }];
  });
  if (isReversed) going.reverse();
  const own = going.map(({ taker }) => taker);
  const seen = going.flatMap(({ observed }) => observed ?? []);
  const warm =
    warm_up === 'alternating'
      ? await warmUp(
          own,
          going.map(({ warm_up_ms }) => warm_up_ms),
        )
      : await settle(own, withCollections(seen));
  return takers.map((_, i) => warm[going.findIndex((each) => each.i === i)] ?? CHECKED);
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
