import type { ContenderBlock } from '../schema/run.ts';
import type { TurnSlice, TurnTaker } from '../turn-contracts.ts';
import { Relay } from './relay.ts';

/** What turns add to: one coin per turn, and one slice of each contender. */
interface Turns {
  coins: number[];
  contenders: Pick<ContenderBlock, 'calls_per_slice' | 'slices_ms' | 'preempted' | 'processes'>[];
}

/** How many orders `n` contenders can have: n! */
export const orders = (n: number): number => (n <= 1 ? 1 : n * orders(n - 1));

/** The contenders' order that a coin stands for: the permutation of 0..n-1 with this Lehmer index. */
export function orderOf(coin: number, n: number): number[] {
  const left = Array.from({ length: n }, (_, i) => i);
  const order: number[] = [];
  let rest = coin;
  for (let k = n; k > 0; k--) {
    const block = orders(k - 1);
    const [next] = left.splice(Math.floor(rest / block), 1);
    rest %= block;
    if (next !== undefined) order.push(next);
  }
  return order;
}

/**
 * Contenders take turns in short slices. A seeded coin decides the order of every turn, so that under "no difference"
 * either is as likely to be the faster one whatever the machine does meanwhile.
 *
 * Finished turns are in the block even when a contender fails on the way; a turn counts only when it is complete.
 *
 * @param coin draws an integer in 0..n-1
 * @param isOver asked with the number of complete turns: after every one, or after every lap of a relay
 */
export async function takeTurns(
  isolates: readonly Pick<TurnTaker, 'run' | 'relay'>[],
  block: Turns,
  coin: (n: number) => number,
  isOver: (turns: number) => boolean,
): Promise<void> {
  const n = isolates.length;
  const relay = Relay.of(isolates);
  if (relay) return takeLaps(relay, n, block, coin, isOver);
  const slots: TurnSlice[] = isolates.map(() => ({ ms: 0, preempted: false }));
  do {
    const drawn = coin(orders(n));
    for (const i of orderOf(drawn, n)) {
      const isolate = isolates[i];
      if (isolate) slots[i] = await isolate.run(block.contenders[i]?.calls_per_slice ?? 1);
    }
    addTurn(block, drawn, slots);
  } while (!isOver(block.coins.length));
}

/** Contenders hand on to each other for about as long as this before somebody looks at the clock. */
const LAP_MS = 8;

async function takeLaps(
  relay: Relay,
  n: number,
  block: Turns,
  coin: (n: number) => number,
  isOver: (turns: number) => boolean,
): Promise<void> {
  const calls = block.contenders.map(({ calls_per_slice }) => calls_per_slice);
  let turns = 1;
  do {
    const coins = Array.from({ length: turns }, () => coin(orders(n)));
    const orderings = coins.map((drawn) => orderOf(drawn, n));
    let ms = 0;
    let finished = 0;
    await relay.lap(calls, orderings, (slots) => {
      addTurn(block, coins[finished++] ?? 0, slots);
      ms += slots.reduce((sum, slice) => sum + slice.ms, 0);
    });
    turns = Math.min(relay.longest, Math.max(1, Math.floor((LAP_MS * turns) / Math.max(ms, 1e-3))));
  } while (!isOver(block.coins.length));
}

/** A failed call says nothing of how long one takes: its turn is left out, for all contenders. */
function addTurn(block: Turns, coin: number, slots: readonly TurnSlice[]): void {
  if (slots.some(({ failure }) => failure !== undefined)) return;
  const index = block.coins.push(coin) - 1;
  for (const [i, contender] of block.contenders.entries()) {
    const slice = slots[i];
    if (!slice) continue;
    contender.slices_ms.push(slice.ms);
    if (slice.preempted) contender.preempted.push(index);
    if (slice.process) addProcess(contender, slice.process);
  }
}

function addProcess(
  contender: Turns['contenders'][number],
  process: NonNullable<TurnSlice['process']>,
): void {
  contender.processes ??= { user_ms: [], system_ms: [], peak_memory_bytes: [] };
  contender.processes.user_ms.push(process.user_ms);
  contender.processes.system_ms.push(process.system_ms);
  contender.processes.peak_memory_bytes.push(process.peak_memory_bytes);
}
