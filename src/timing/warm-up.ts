import type { Isolate } from '../contracts.ts';
import type { Collections, TurnTaker } from '../turn-contracts.ts';

/** A batch that took longer than this is not doubled. */
const LONGEST_BATCH_MS = 10;
/** V8 compiles hot code between two calls: with so many batches, the last ones are of the code that it ends up with. */
const FEWEST_BATCHES = 8;
/** Calls so slow that fewer batches fill this many warm-up times are warm enough. */
const PATIENCE = 3;
/**
 * Code that was called so often, for a part of its time, is what V8 makes of it: it compiles after 600 calls. Slow calls
 * enter the compiled code of their loops, and bring that of the whole function nearer as well: a product of two matrices
 * has it after 19 calls.
 */
const ENOUGH: readonly Enough[] = [
  { calls: 1500, share: 0.25, call_ms: 0 },
  { calls: 24, share: 0.5, call_ms: 0.5 },
];
/** How many of the last batches the calibration looks back at. */
const LOOK_BACK = 7;

interface Enough {
  calls: number;
  /** Of the time that is wanted. */
  share: number;
  /** Where calls take at least this on average. */
  call_ms: number;
}

/** What slices are measured out by. */
export interface Pace {
  /** Shortest time of one call in the last batches: a pre-empted batch must not make slices too short. */
  call_ms: number;
  /** Calls from one collection of garbage to the next; null where collecting takes no part of the time that counts. */
  calls_per_collection: number | null;
}

export interface WarmedUp extends Pace {
  calls: number;
}

/**
 * Warms all contenders up alternately in doubling batches, until each has spent its time and run enough batches.
 * Alternating matters: warmed one after the other, they would meet different states of the machine.
 *
 * @param enough calls after which a share of the time will do
 */
export async function warmUp(
  isolates: readonly Pick<Isolate, 'run'>[],
  warmUpMs: readonly number[],
  enough: readonly Enough[] = [],
): Promise<WarmedUp[]> {
  const states = isolates.map((_, i) => ({
    wanted: warmUpMs[i] ?? 0,
    batch: 1,
    calls: 0,
    spent: 0,
    batches: 0,
    means: [] as number[],
  }));
  const isDone = ({ wanted, spent, calls, batches }: (typeof states)[number]) => {
    if (batches === 0) return false;
    const isEnough = (each: Enough) =>
      calls >= each.calls && spent >= Math.max(each.share * wanted, each.call_ms * calls);
    if (enough.some(isEnough)) return true;
    return spent >= wanted && (batches >= FEWEST_BATCHES || spent >= PATIENCE * wanted);
  };
  while (!states.every(isDone)) {
    for (const [i, isolate] of isolates.entries()) {
      const state = states[i];
      if (!state || isDone(state)) continue;
      const { ms } = await isolate.run(state.batch);
      state.calls += state.batch;
      state.spent += ms;
      state.batches += 1;
      state.means.push(ms / state.batch);
      if (ms < LONGEST_BATCH_MS) state.batch *= 2;
    }
  }
  return states.map(({ calls, means }) => ({
    calls,
    call_ms: Math.min(...means.slice(-LOOK_BACK)),
    calls_per_collection: null,
  }));
}

/** Long enough for several collections of a function whose time they are a part of; its calls are warm-up as well. */
const OBSERVED_MS = 30;
/** Fewer calls are slow ones, whose collections are in every slice anyway. */
const FEWEST_OBSERVED = 10;

/** A contender that is warm, and how it collects garbage; null where nobody can tell. */
export interface Observed {
  warm: WarmedUp;
  collections: Collections | null;
}

/**
 * Warms one contender up by itself, then looks at how it collects garbage.
 * @param isUnknown whether that is not known yet
 */
export async function warmUpAlone(
  taker: Pick<TurnTaker, 'run' | 'collections'>,
  warmUpMs: number,
  isUnknown = true,
): Promise<Observed> {
  const [warm = COLD] = await warmUp([taker], [warmUpMs], ENOUGH);
  const calls = Math.ceil(OBSERVED_MS / Math.max(warm.call_ms, 1e-6));
  if (!isUnknown || !taker.collections || calls < FEWEST_OBSERVED) return { warm, collections: null };
  const collections = await taker.collections(calls);
  return { warm: { ...warm, calls: warm.calls + collections.calls }, collections };
}

const COLD: WarmedUp = { calls: 0, call_ms: 0, calls_per_collection: null };

/**
 * From this part of the time on, slices have to hold their share of collections. In shorter slices the median leaves rare
 * ones out, on both sides alike: the ratio stays, but the time of a call is that much shorter.
 */
const MOST_SHARE = 0.12;
/** So does a difference in it: what one contender collects more than another is a part of how much slower it is. */
const MOST_DIFFERENCE = 0.04;

/** Rarer ones are not in every slice of the longest kind either. */
const FEWEST_COLLECTIONS = 4;

/** With how often each of them collects, where leaving collections out could make a ratio another one. */
export function withCollections(observed: readonly Observed[]): WarmedUp[] {
  const shares = observed.flatMap(({ collections }) => {
    if (!collections) return [];
    return collections.count < FEWEST_COLLECTIONS ? 0 : collections.share;
  });
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  const isPart = most >= MOST_SHARE || most - least >= MOST_DIFFERENCE;
  return observed.map(({ warm, collections }) => {
    const isSeen = isPart && collections !== null && collections.count >= FEWEST_COLLECTIONS;
    return isSeen ? { ...warm, calls_per_collection: collections.calls / collections.count } : warm;
  });
}

/** Long enough for a look at every contender's time on the processor where they take turns. */
const SETTLE_MS = 4;
const SETTLE_BATCH_MS = 0.5;

/**
 * Looks anew at how long calls take, in short batches by turns: the code of each is warm, only its surroundings are others.
 * What alternating evens out, the state of the machine, matters to the calibration alone, which is made here.
 */
export async function settle(
  takers: readonly Pick<TurnTaker, 'run'>[],
  warm: readonly WarmedUp[],
): Promise<readonly WarmedUp[]> {
  // Slow calls fill a slice of their own, whatever they take exactly, and each one more is dear.
  if (warm.some(({ call_ms }) => call_ms > SETTLE_MS)) return warm;
  const states = warm.map((each) => ({
    ...each,
    batch: Math.max(1, Math.ceil(SETTLE_BATCH_MS / Math.max(each.call_ms, 1e-6))),
    spent: 0,
    means: [] as number[],
  }));
  const isSettled = ({ spent, means }: (typeof states)[number]) => spent >= SETTLE_MS && means.length > 1;
  while (!states.every(isSettled)) {
    for (const [i, taker] of takers.entries()) {
      const state = states[i];
      if (!state || isSettled(state)) continue;
      const { ms } = await taker.run(state.batch);
      state.calls += state.batch;
      state.spent += ms;
      state.means.push(ms / state.batch);
    }
  }
  return states.map(({ calls, means, calls_per_collection }) => ({
    calls,
    call_ms: Math.min(...means),
    calls_per_collection,
  }));
}

/**
 * Calls per slice for each contender, so that a slice lasts about `sliceMs`. All get the same number unless their
 * calls differ by more than a factor of two, so that equal code is measured in equal batches.
 */
export function callsPerSlice(callMs: readonly number[], sliceMs: number): number[] {
  const own = callMs.map((ms) => Math.max(1, Math.ceil(sliceMs / Math.max(ms, 1e-9))));
  const isAlike = Math.max(...callMs) <= 2 * Math.min(...callMs);
  return isAlike ? own.map(() => Math.max(...own)) : own;
}

/**
 * The same for contenders of different paces: those that share one are measured in equal batches if they are alike,
 * whatever the spin probe beside them takes.
 */
export function callsByPace(
  contenders: readonly (Pick<TurnTaker, 'pace'> & Pace)[],
  sliceMs: number,
): number[] {
  const sharing = contenders.filter(({ pace }) => pace === 'shared');
  const shared = callsPerSlice(
    sharing.map(({ call_ms }) => call_ms),
    Math.max(sliceMs, ...sharing.map(collectingMs)),
  );
  return contenders.map(({ pace, ...warm }) => {
    if (pace === 'single') return 1;
    if (pace === 'shared') return shared.shift() ?? 1;
    return callsPerSlice([warm.call_ms], Math.max(sliceMs, collectingMs(warm)))[0] ?? 1;
  });
}

/** So many collections make a slice's share of them what it is in the long run. */
const COLLECTIONS = 6;
const LONGEST_SLICE_MS = 8;

/**
 * How long slices have to be for what collects garbage. In a shorter slice there are as many collections whether it
 * allocates a tenth more or not: their time is left out of the effect, or stands still in it.
 */
function collectingMs({ call_ms, calls_per_collection }: Pace): number {
  return Math.min(LONGEST_SLICE_MS, COLLECTIONS * (calls_per_collection ?? 0) * call_ms);
}
